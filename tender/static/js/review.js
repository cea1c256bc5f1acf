/* Reading by keyboard: j and k from fact to fact, n to the next doubt, Enter confirms and goes on, u takes the
   last confirmation back, c corrects, l copies the link, f searches, ? shows these keys. A click on a fact shows
   its page at once; a click on words of the page chooses the fact they say. */

const review = document.querySelector("[data-review]");
const wide = matchMedia("(min-width: 64rem)");
const facts = () => [...review.querySelectorAll(".fact")];
let current = facts().findIndex((fact) => fact.classList.contains("is-chosen"));

const isTyping = (target) =>
  target instanceof Element && target.closest("input, textarea, select, button, a, summary") !== null;

function idOf(fact) {
  return fact.id.replace(/^\D+/, "");
}

let shows = 0;

async function show(id, place) {
  const turn = ++shows; // keys are faster than pages: only the last one asked for is shown
  const query = `?fait=${id}${place ? `&lieu=${place}` : ""}`;
  try {
    const answer = await fetch(`${location.pathname}/source${query}`, { headers: { "HX-Request": "true" } });
    const page = await answer.text();
    if (turn !== shows) return;
    if (answer.ok) document.getElementById("source").innerHTML = page;
    else location.assign(query); // signed out, or gone: the whole page says which
  } catch {
    document.dispatchEvent(new Event("connection-lost"));
  }
}

function choose(index, place) {
  const all = facts();
  if (index < 0 || index >= all.length) return;
  for (const fact of all) fact.classList.toggle("is-chosen", fact === all[index]);
  current = index;
  all[index].scrollIntoView({ block: "nearest" });
  const id = idOf(all[index]);
  history.replaceState(null, "", `?fait=${id}${place ? `&lieu=${place}` : ""}`);
  show(id, place);
}

function nextDoubt() {
  const all = facts();
  const open = all.map((fact, index) => [fact, index]).filter(([fact]) => fact.id.startsWith("doute-"));
  const found = open.find(([, index]) => index > current) ?? open[0];
  if (found) choose(found[1]);
}

function confirm(fact) {
  const form = fact.querySelector(
    "form[action$='/confirmer'], form[action$='/revoir'], form[action*='/retenir/']",
  );
  if (form === null) {
    choose(current + 1);
    return;
  }
  const after = facts()[current + 1];
  if (after !== undefined) {
    const next = document.createElement("input");
    Object.assign(next, { type: "hidden", name: "next", value: idOf(after) });
    form.append(next);
  }
  sessionStorage.setItem("confirmed", idOf(fact));
  form.requestSubmit();
}

function undo() {
  const last = document.getElementById(`fait-${sessionStorage.getItem("confirmed")}`) ?? facts()[current];
  sessionStorage.removeItem("confirmed");
  last?.querySelector("form[action$='/retablir']")?.requestSubmit();
}

review.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || !wide.matches) return;
  if (link.closest(".fact-source, .fact .side, .page-view-links, .places") === null) return;
  const href = link.getAttribute("href");
  const asked = new URL(href, location.href);
  const id = asked.searchParams.get("fait");
  const own = link.closest(".fact");
  const all = facts();
  const stays = current >= 0 && idOf(all[current]) === id; // a doubt stands twice: stay with the one looked at
  const elsewhere = stays ? current : all.findLastIndex((fact) => idOf(fact) === id);
  const index = own !== null ? all.indexOf(own) : elsewhere;
  if (id === null || index < 0) return;
  event.preventDefault();
  choose(index, asked.searchParams.get("lieu"));
});

const KEYS = {
  j: () => choose(current + 1),
  k: () => choose(Math.max(0, current - 1)),
  n: nextDoubt,
  u: undo,
  l: () => document.querySelector("#source [data-copy]")?.click(),
  f: () => document.querySelector("[data-dossier-search]")?.focus(),
  "?": () => {
    const help = document.querySelector("[data-keys]");
    help.open = !help.open;
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
  if (typing) return;
  if (event.key in KEYS) {
    event.preventDefault();
    KEYS[event.key]();
    return;
  }
  const fact = facts()[current];
  if (fact === undefined || isTyping(event.target)) return;
  if (event.key === "Enter") confirm(fact);
  if (event.key === "c") fact.querySelector("[data-correct]")?.click();
});
