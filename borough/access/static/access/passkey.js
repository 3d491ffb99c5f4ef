// Passkeys: makes one, or signs in with one, by the form marked data-passkey. Without scripts these forms stay hidden.
(function () {
  "use strict";
  if (!window.PublicKeyCredential || !window.webauthnJSON) return;

  function options(form) {
    const held = document.getElementById("passkey-options");
    if (held && form.dataset.passkey !== "sign-in") return Promise.resolve(JSON.parse(held.textContent));
    return fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } }).then(
      (answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))));
  }

  function make(asked) {
    const selection = asked.creation_options.publicKey.authenticatorSelection;
    selection.residentKey = "required";
    selection.requireResidentKey = true;
    selection.userVerification = "required";
    return window.webauthnJSON.create(asked.creation_options);
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    const wrong = form.querySelector("[data-passkey-error]");
    form.querySelector("[data-passkey-button]").addEventListener("click", async () => {
      wrong.hidden = true;
      try {
        const asked = await options(form);
        const given = form.dataset.passkey === "add" ? await make(asked) : await window.webauthnJSON.get(asked.request_options);
        form.elements.credential.value = JSON.stringify(given);
        form.submit();
      } catch (error) {
        wrong.hidden = false;
      }
    });
  });
})();
