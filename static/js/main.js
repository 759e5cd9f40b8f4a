// Improvements of pages that work without any of this. Each module looks for its own attributes.
import { startErrors } from "./errors.js";
import { startCounts } from "./counts.js";
import { startUploads } from "./upload.js";
import { startUnsaved } from "./unsaved.js";
import { startDialogs } from "./dialog.js";
import { startToasts } from "./toast.js";
import { startComboboxes } from "./combobox.js";
import { startCopying } from "./copy.js";
import { startPrinting } from "./print.js";
import { startSignedOut } from "./signed-out.js";
import { startAutosave } from "./autosave.js";
import { startRows } from "./rows.js";
import { startRequests } from "./requests.js";
import { startMenus } from "./menus.js";
import { startSubmits } from "./submits.js";
import { startScores } from "./scores.js";
import { startVisits } from "./visit.js";
import { startTotals } from "./totals.js";
import { startFrames } from "./frame.js";
import { startSuggestions } from "./suggest.js";
import { startSelection } from "./selection.js";

function improve(root) {
  startErrors(root);
  startCounts(root);
  startUploads(root);
  startComboboxes(root);
  startRows(root);
  startFrames(root);
}

improve(document);
startToasts();
startRequests();
startMenus();
startSubmits();
startScores();
startDialogs();
startCopying();
startPrinting();
startSignedOut();
startUnsaved();
startAutosave();
startVisits();
startTotals();
startSuggestions();
startSelection();
document.addEventListener("htmx:load", (event) => improve(event.detail.elt));
