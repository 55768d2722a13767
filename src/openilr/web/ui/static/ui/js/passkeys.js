// Passkeys: a form with data-passkey ("create", "use" or "sign-in") asks the browser for one before
// it is sent. Without the browser's help the form stays hidden.
const bytes = (/** @type {string} */ text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (/** @type {ArrayBuffer} */ buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const keys = (/** @type {any[] | undefined} */ list) =>
  (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const create = async (/** @type {any} */ options, /** @type {boolean} */ alone) => {
  const wanted = options.publicKey;
  const credential = /** @type {any} */ (
    await navigator.credentials.create({
      publicKey: {
        ...wanted,
        challenge: bytes(wanted.challenge),
        user: { ...wanted.user, id: bytes(wanted.user.id) },
        excludeCredentials: keys(wanted.excludeCredentials),
        authenticatorSelection: {
          ...wanted.authenticatorSelection,
          residentKey: alone ? "required" : "discouraged",
          requireResidentKey: alone,
          userVerification: alone ? "required" : wanted.authenticatorSelection?.userVerification,
        },
        extensions: { credProps: true },
      },
    })
  );
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(credential.response.clientDataJSON),
      attestationObject: text(credential.response.attestationObject),
      transports: credential.response.getTransports?.() ?? [],
    },
  };
};

const use = async (/** @type {any} */ options) => {
  const wanted = options.publicKey;
  const credential = /** @type {any} */ (
    await navigator.credentials.get({
      publicKey: {
        ...wanted,
        challenge: bytes(wanted.challenge),
        allowCredentials: keys(wanted.allowCredentials),
      },
    })
  );
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
};

const common = (/** @type {any} */ credential) => ({
  type: credential.type,
  id: credential.id,
  rawId: text(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment ?? null,
  clientExtensionResults: credential.getClientExtensionResults(),
});

const ask = async (/** @type {HTMLFormElement} */ form) => {
  if (form.dataset.passkey === "sign-in") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return use((await answer.json()).request_options);
  }
  const options = JSON.parse(form.dataset.options ?? "{}");
  const alone = form.querySelector("[data-passkey-alone]");
  return form.dataset.passkey === "create"
    ? create(options, alone instanceof HTMLInputElement && alone.checked)
    : use(options);
};

const say = (/** @type {unknown} */ error) => {
  const note = document.querySelector("[data-passkey-problem]");
  const words = note?.querySelector("p");
  if (!(note instanceof HTMLElement) || !words) return;
  const name = error instanceof DOMException ? error.name : "";
  words.textContent =
    name === "InvalidStateError"
      ? "This device has a passkey for your account already."
      : name === "NotAllowedError"
        ? "No passkey was used: it was cancelled, or took too long. Try again or choose another way."
        : "The passkey did not work here. Try again or choose another way.";
  note.hidden = false;
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!(form instanceof HTMLFormElement) || !window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.querySelector("[data-passkey-credential]");
    if (!(field instanceof HTMLInputElement)) return;
    try {
      field.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (error) {
      say(error);
    }
  });
}
