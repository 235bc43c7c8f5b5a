// Streamlit goes to the section of the address once, while the page is still being drawn around it.
// This goes there again until the page rests, or somebody moves it themselves.
const RESTS_MS = 4000;
const EVERY_MS = 100;
const MOVES = ["wheel", "touchstart", "keydown", "pointerdown"];

export default () => {
  const id = decodeURIComponent(window.location.hash.slice(1));
  if (!id || window.plantarSection) { return; }
  window.plantarSection = true;
  const going = setInterval(() => document.getElementById(id)?.scrollIntoView(), EVERY_MS);
  const stop = () => clearInterval(going);
  MOVES.forEach((kind) => window.addEventListener(kind, stop, { once: true, passive: true }));
  setTimeout(stop, RESTS_MS);
};
