// The page on which a plan is written (apps/planning/views/editor.templ). Without
// this script it is a document to read whose parts lead to their forms.
import { follow } from "./editor/beside.js";
import { watchFigures } from "./editor/figures.js";
import { insertions } from "./editor/insert.js";
import { watchKeys } from "./editor/keys.js";
import { watchOutline } from "./editor/outline.js";
import { watchPaper } from "./editor/paper.js";
import { keepInTouch } from "./editor/presence.js";
import { desk, gather } from "./editor/parts.js";
import { recover, watchSaving } from "./editor/saving.js";
import { watchStructure } from "./editor/structure.js";
import { watchTabs } from "./editor/tabs.js";

if (desk) {
  gather();
  watchTabs();
  watchPaper();
  watchOutline();
  watchSaving();
  watchStructure();
  insertions();
  watchFigures();
  follow();
  watchKeys();
  keepInTouch();
  recover();
}
