/* What every page shares: the phone's menu, "/" to search, focus on errors, proof of origin for htmx. */

const html = document.documentElement;
html.classList.add("js");

const menuButton = document.querySelector("[data-menu]");
menuButton?.addEventListener("click", () => {
  const open = document.getElementById("menu").classList.toggle("is-open");
  menuButton.setAttribute("aria-expanded", String(open));
});

const isTyping = (target) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable='true']") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    closePersonBox(null);
    return;
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (search === null) return;
  event.preventDefault();
  document.getElementById("menu")?.classList.add("is-open");
  search.focus();
});

function closePersonBox(target) {
  const box = document.querySelector(".person[open]");
  if (box !== null && !(target instanceof Node && box.contains(target))) {
    box.open = false;
  }
}
document.addEventListener("click", (event) => closePersonBox(event.target));

function focusErrors(within) {
  within.querySelector("[data-focus]")?.focus();
}
focusErrors(document);

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name='csrf-token']").content;
});

document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));

/* A refusal of the server comes as a fragment that says it; it stands above the page until the next one. */
function announce(node) {
  const notices = document.getElementById("notices");
  notices.replaceChildren(node);
  notices.scrollIntoView({ block: "center" });
}

document.addEventListener("htmx:responseError", (event) => {
  const fragment = document.createElement("template");
  fragment.innerHTML = event.detail.xhr.responseText;
  announce(fragment.content);
});

for (const kind of ["htmx:sendError", "connection-lost"]) {
  document.addEventListener(kind, () => {
    announce(document.getElementById("connection-lost").content.cloneNode(true));
  });
}

/* One press sends a form once. The button comes back if the browser returns to the page. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("data-again")) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt instanceof HTMLFormElement) delete event.detail.elt.dataset.sent;
});

/* A link that is copied rather than followed; where the browser forbids it, it is followed as any other. */
document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (link === null || navigator.clipboard === undefined) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    location.assign(link.href);
    return;
  }
  const words = link.querySelector("span");
  words.setAttribute("role", "status");
  words.textContent = link.dataset.copied;
});
