// Opens a runner on a click anywhere in the row, and keeps the place of the keyboard when the rows are
// drawn anew. A click that asks for a new tab is left to the link.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector("#rows");
  if (root.rows !== data.html) {
    const at = parentElement.activeElement?.closest?.("[data-open]")?.dataset.open;
    root.innerHTML = data.html;
    root.rows = data.html;
    if (at) root.querySelector(`tr[data-open="${CSS.escape(at)}"] a`)?.focus();
  }
  root.onclick = (event) => {
    const row = event.target.closest("tr[data-open]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("open", row.dataset.open);
  };
}
