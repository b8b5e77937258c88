// Upgrades pages that work without it. Only what carries a data-… attribute
// changes its behaviour; see the package comment of ui for the list.
import { watchForms } from "./js/forms.js";
import { watchKeys } from "./js/keys.js";
import { watchPasskeys } from "./js/passkey.js";
import { start as startPolls } from "./js/poll.js";
import { watchSwaps } from "./js/swap.js";
import { watchTheme } from "./js/theme.js";

document.documentElement.classList.add("js");
watchSwaps();
watchForms();
watchKeys();
watchPasskeys();
watchTheme();
startPolls(document);
