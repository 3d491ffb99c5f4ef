// Before anything is drawn: tells the style sheets that scripts run, and sets how this person likes the front office to look.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
if (document.body.classList.contains("desk")) {
  for (const name of ["theme", "contrast", "density"]) {
    try {
      const value = localStorage.getItem(`desk-${name}`);
      if (value) document.documentElement.dataset[name] = value;
    } catch { break; } // no storage in this browser: the system's own choice stays
  }
}
