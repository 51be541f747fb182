/**
 * The parts of a page that stand apart on it and need each other: the player, the point beside the function, and the
 * ways to tell the page of another point. A page has one of each, the one that was mounted last.
 */

/** @type {{player: import("./player.js").Player|null, point: import("./point.js").PointInputs|null, moves: Map<boolean, (news: Record<string, string>) => void>}} */
export const mounted = { player: null, point: null, moves: new Map() };
