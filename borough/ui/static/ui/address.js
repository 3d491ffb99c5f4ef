// Offers addresses as one is typed, on top of a form that works without it. A chosen one is opened at once.
const place = document.querySelector("[data-address-suggest]");
if (place) {
  const field = place.querySelector("input[type=text]");
  const { id, name, value } = field;
  const label = place.querySelector(`label[for="${id}"]`);
  const described = field.getAttribute("aria-describedby");
  let asked = 0;
  let open = "";
  const source = async (text, populate) => {
    const mine = ++asked;
    await new Promise((go) => setTimeout(go, 80));
    if (mine !== asked) return;
    try {
      const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(place.dataset.addressSuggest, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ q: text }),
      });
      const { addresses } = answer.ok ? await answer.json() : { addresses: [] };
      if (mine === asked) populate(addresses);
    } catch {
      populate([]);
    }
  };
  const box = document.createElement("div");
  box.className = "borough-suggest";
  field.replaceWith(box);
  accessibleAutocomplete({
    element: box,
    id,
    name,
    source,
    defaultValue: value,
    minLength: 3,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    templates: { inputValue: (one) => (one ? one.address || "" : ""), suggestion: (one) => (one ? one.address || one : "") },
    onConfirm: (one) => {
      if (one && one.open && one.open !== open) {
        open = one.open;
        window.location.assign(one.open);
      }
    },
    tAssistiveHint: () =>
      "When addresses are offered, use up and down arrows to go through them and enter to choose. Touch users can explore by touch.",
  });
  const made = box.querySelector("input");
  made.setAttribute("autocomplete", "off");
  made.classList.add("govuk-input");
  if (described) made.setAttribute("aria-describedby", `${described} ${made.getAttribute("aria-describedby") || ""}`.trim());
  label.htmlFor = made.id;
  // The list closes when the field is left, and the button below it moves up: a press must not leave the field first.
  made.form?.querySelector("button")?.addEventListener("mousedown", (press) => press.preventDefault());
}
