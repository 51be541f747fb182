/**
 * The connection to the server. When it comes back after a loss, the server may be another one, which has never heard
 * of this page: so the page asks for a run at once, before a change is made that the new session could not place, and
 * says its address. Streamlit would say the one that was loaded first.
 *
 * Behind a single sign-on proxy a login may have expired. Every request is then answered by the way to a login page, and
 * Streamlit would go on asking for its socket. So when the connection is lost, this asks once more itself; where
 * somebody else answers than the server, it ends the connection for good and says so in a sentence.
 */

import { el } from "./dom.js";

const STATE = "data-test-connection-state"; // of Streamlit's page: CONNECTED, or what it is doing about it
const PAUSE = 1000; // ms between two questions; a server that restarts is back in a few
const REFUSED = [401, 403, 407];

/** @type {WeakSet<HTMLElement>} */
const watching = new WeakSet();

/** @param {{parentElement: HTMLElement|ShadowRoot, setStateValue: (name: string, value: unknown) => void, setTriggerValue: (name: string, value: unknown) => void}} component */
export function mount({ parentElement, setStateValue, setTriggerValue }) {
  const host = /** @type {HTMLElement} */ (parentElement.querySelector(".connection"));
  const app = document.querySelector(`[${STATE}]`);
  if (!app || watching.has(host)) return;
  watching.add(host);
  let away = false;
  const tell = () => setStateValue("address", location.search); // Streamlit sends it with whatever it asks for first
  new MutationObserver(() => {
    if (!connected(app) && !away) {
      tell();
      wait(host, app);
    } else if (connected(app) && away) {
      tell();
      setTriggerValue("back", true);
    }
    away = !connected(app);
  }).observe(app, { attributeFilter: [STATE] });
}

/** @param {Element} app */
function connected(app) {
  return app.getAttribute(STATE) === "CONNECTED";
}

/** Wait until the connection is back or the login has expired. @param {HTMLElement} host @param {Element} app */
async function wait(host, app) {
  while (!connected(app) && host.isConnected) {
    if (await expired()) return end(host); // and never ask again
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

/** Whether somebody else answers for the server. */
async function expired() {
  try {
    const answer = await fetch(new URL("healthz", document.baseURI), { redirect: "manual", cache: "no-store" });
    const foreign = answer.ok && !answer.headers.get("Content-Type")?.startsWith("application/json");
    return answer.type === "opaqueredirect" || REFUSED.includes(answer.status) || foreign;
  } catch {
    return false; // nobody answers: Streamlit goes on trying
  }
}

/** @param {HTMLElement} host */
function end(host) {
  window.postMessage({ stCommVersion: 1, type: "TERMINATE_WEBSOCKET_CONNECTION" }, location.origin);
  const again = el("a", { href: location.href, target: "_top" }, ["Log in again"]);
  // Walking goes on without the server, and the address with it.
  for (const event of ["focus", "pointerenter"]) again.addEventListener(event, () => (again.href = location.href));
  host.replaceChildren(el("p", { role: "alert" }, ["Your login has expired. ", again, " to go on where you are."]));
}
