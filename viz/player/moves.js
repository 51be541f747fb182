/** The ways by which the page is told of numbers that were chosen in the player: a run of its whole script, or of next to nothing. */

import { mounted } from "./mounted.js";

/** @param {{data: [{whole: boolean}], setTriggerValue: (name: string, value: unknown) => void}} component */
export function mount({ data: [{ whole }], setTriggerValue }) {
  mounted.moves.set(whole, (news) => setTriggerValue("moved", news));
}
