/* Reading by keyboard: j and k from fact to fact, Enter confirms, c corrects; a click shows the page at once. */

const review = document.querySelector("[data-review]");
const facts = () => [...review.querySelectorAll(".fact")];
let current = facts().findIndex((fact) => fact.classList.contains("is-chosen"));

const isTyping = (target) =>
  target instanceof Element && target.closest("input, textarea, select, button, a, summary") !== null;

function idOf(fact) {
  return fact.id.replace(/^\D+/, "");
}

async function show(fact) {
  const address = new URL("source", `${location.origin}${location.pathname}/`);
  address.searchParams.set("fait", idOf(fact));
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (answer.ok) document.getElementById("source").innerHTML = await answer.text();
}

function choose(index) {
  const all = facts();
  if (index < 0 || index >= all.length) return;
  for (const fact of all) fact.classList.toggle("is-chosen", fact === all[index]);
  current = index;
  all[index].scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `?fait=${idOf(all[index])}`);
  show(all[index]);
}

review.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest(".fact-source a") : null;
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!matchMedia("(min-width: 64rem)").matches) return;
  event.preventDefault();
  choose(facts().indexOf(link.closest(".fact")));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") {
    if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    choose(event.key === "j" ? current + 1 : Math.max(0, current - 1));
    return;
  }
  const fact = facts()[current];
  if (fact === undefined || isTyping(event.target)) return;
  if (event.key === "Enter") fact.querySelector("form[action$='/confirmer'] button")?.click();
  if (event.key === "c") fact.querySelector("[data-correct]")?.click();
});
