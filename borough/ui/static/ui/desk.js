// The front office: / goes to the search, menus close, and appearance is remembered in this browser.
const search = document.getElementById("desk-search");
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && search && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    event.preventDefault();
    search.focus();
  }
  const menu = event.key === "Escape" && event.target.closest(".desk-drop[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".desk-drop[open]")) if (!menu.contains(event.target)) menu.open = false;
});

const look = document.querySelector("[data-look]");
if (look) {
  look.hidden = false;
  for (const choice of look.querySelectorAll("input")) {
    choice.checked = choice.value === (document.documentElement.dataset[choice.name] ?? "");
    choice.addEventListener("change", () => {
      if (choice.value) document.documentElement.dataset[choice.name] = choice.value;
      else delete document.documentElement.dataset[choice.name];
      try {
        if (choice.value) localStorage.setItem(`desk-${choice.name}`, choice.value);
        else localStorage.removeItem(`desk-${choice.name}`);
      } catch { /* no storage in this browser: the choice lasts for this page */ }
    });
  }
}
