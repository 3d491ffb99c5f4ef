// Helps with questions that can be answered without it: finds in long lists as one types, and says where one is.
for (const list of document.querySelectorAll("select[data-pick]")) {
  const described = list.getAttribute("aria-describedby");
  const chosen = list.value ? list.options[list.selectedIndex].textContent.trim() : "";
  const id = list.id;
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: list,
    defaultValue: chosen,
    autoselect: false,
    showAllValues: true,
    onConfirm: (offered) => {
      const typed = (offered ?? document.getElementById(id).value).trim().toLowerCase();
      const options = Array.from(list.options);
      const found = options.find((one) => one.textContent.trim().toLowerCase() === typed);
      list.value = found ? found.value : "";
    },
    tAssistiveHint: () =>
      "When answers are offered, use up and down arrows to go through them and enter to choose. Touch users can explore by touch.",
  });
  const made = document.getElementById(id);
  if (described) made.setAttribute("aria-describedby", `${described} ${made.getAttribute("aria-describedby") || ""}`.trim());
}

for (const here of document.querySelectorAll("[data-here]")) {
  if (!navigator.geolocation) continue;
  here.hidden = false;
  const said = here.querySelector("[role=status]");
  const box = (part) => document.querySelector(`input[name="${here.dataset.here}-${part}"]`);
  here.querySelector("button").addEventListener("click", () => {
    said.textContent = here.dataset.finding;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        box("easting").value = box("northing").value = "";
        box("latitude").value = coords.latitude.toFixed(6);
        box("longitude").value = coords.longitude.toFixed(6);
        said.textContent = here.dataset.located.replace("%{count}", Math.ceil(coords.accuracy));
      },
      () => {
        said.textContent = here.dataset.lost;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
