/** What a page mounts, by the name of its component. With all that it imports it is served as one file. */

import { mount as connection } from "./connection.js";
import { mount as download } from "./download.js";
import { mount as moves } from "./moves.js";
import { mount as player } from "./index.js";
import { mount as point } from "./point.js";
import { mount as saving } from "./saving.js";
import { mount as typing } from "./typing.js";

export const mounts = { connection, download, moves, player, point, saving, typing };
