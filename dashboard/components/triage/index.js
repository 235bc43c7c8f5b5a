// Draws the list, opens a runner on a click anywhere in a row, and moves with the times: what changed
// by itself is put in its row alone, so that scroll, keyboard and the reader's place stay, and is told
// in passing to who listens. A click that asks for a new tab is left to the link.
const OPENS = "tr[data-open]";

const rowsOf = (table) => [...table.querySelectorAll(OPENS)];

const parsed = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
};

const focusAgain = (root, runner) => {
  if (runner) root.querySelector(`tr[data-open="${CSS.escape(runner)}"] a`)?.focus({ preventScroll: true });
};

// Only the rows that are others than before; null where rows came, went or moved.
const replaceChanged = (root, fresh) => {
  const before = rowsOf(root), after = rowsOf(fresh);
  const stayed = before.length === after.length
    && before.every((row, n) => row.dataset.open === after[n].dataset.open);
  if (!stayed) return null;
  const changed = [];
  before.forEach((row, n) => {
    if (row.outerHTML === after[n].outerHTML) return;
    if (row.querySelector(".why").innerHTML !== after[n].querySelector(".why").innerHTML
      || row.querySelector(".ratio").innerHTML !== after[n].querySelector(".ratio").innerHTML) {
      changed.push(after[n]);
    }
    row.replaceWith(after[n]);
  });
  return changed;
};

const whole = (root, fresh) => {
  const known = new Map(rowsOf(root).map((row) => [row.dataset.open, row.querySelector(".why").innerHTML]));
  const changed = rowsOf(fresh).filter((row) => known.get(row.dataset.open) !== row.querySelector(".why").innerHTML);
  root.replaceChildren(fresh);
  return changed;
};

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector("#rows");
  const help = parentElement.querySelector("#help");
  if (help.told !== data.help) {
    const open = help.querySelector("details")?.open;
    help.innerHTML = help.told = data.help;
    if (open) help.querySelector("details").open = true;
  }
  if (root.drawn !== data.html) {
    const moved = root.view === data.view;
    const at = parentElement.activeElement?.closest?.(OPENS)?.dataset.open;
    const fresh = parsed(data.html);
    const changed = (moved && root.querySelector("tbody").parentElement.tHead.textContent
      === fresh.querySelector("thead").textContent && replaceChanged(root, fresh)) || whole(root, fresh);
    focusAgain(root, at);
    const names = changed.map((row) => row.querySelector("a").textContent).join(", ");
    parentElement.querySelector("[role=status]").textContent =
      moved && names ? data.changed.replace("{names}", () => names) : "";
    root.drawn = data.html;
    root.view = data.view;
  }
  root.onclick = (event) => {
    const row = event.target.closest(OPENS);
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("open", row.dataset.open);
  };
  // The middle button opens a tab, wherever in the row: the link says where to.
  root.onauxclick = (event) => {
    const row = event.button === 1 && event.target.closest(OPENS);
    if (!row || event.target.closest("a")) return;
    event.preventDefault();
    window.open(row.querySelector("a").href, "_blank", "noopener");
  };
  // Else the middle button would begin to scroll.
  root.onmousedown = (event) => {
    if (event.button === 1 && event.target.closest(OPENS)) event.preventDefault();
  };
}
