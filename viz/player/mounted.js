/**
 * The parts of a page that stand apart on it and need each other: the player, and the point beside the function.
 * A page has one of each, the one that was mounted last.
 */

/** @type {{player: import("./player.js").Player|null, point: import("./point.js").PointInputs|null}} */
export const mounted = { player: null, point: null };
