export default ({ data }) => {
  const around = document.querySelector(".st-key-" + data.box);
  if (!around) { return; }
  const say = () => {
    const box = around.querySelector("[data-testid=stFileUploaderDropzone]");
    if (!box) { return; }
    // It has a name, and so is no mere decoration.
    if (box.getAttribute("role") !== "group") { box.setAttribute("role", "group"); }
    const empty = box.querySelector("[data-testid=stFileUploaderDropzoneInstructions]");
    const button = empty && box.querySelector("button");
    if (button && button.getAttribute("aria-label") !== data.choose) {
      button.setAttribute("aria-label", data.choose);
    }
    const texts = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (/^File must be .* or smaller/.test(texts.currentNode.data)) {
        texts.currentNode.data = data.large;
      }
    }
  };
  say();
  const watch = new MutationObserver(say);
  watch.observe(around, { childList: true, subtree: true, characterData: true });
  return () => watch.disconnect();
};
