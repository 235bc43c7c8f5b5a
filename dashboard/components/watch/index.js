// Asks whether the page may still be seen, and leaves nothing of it where it may not.
export default ({ data }) => {
  const leave = () => {
    const told = data.out ? null : document.querySelector(".st-key-" + data.told);
    document.body.replaceChildren(...(told ? [told] : []));
    document.body.style.padding = told ? "1.5rem" : "";
    document.title = "Plantar";
    if (!told) { window.location.replace("/sign-in"); }
  };
  if (data.out) { leave(); return; }
  if (window.plantarWatch) { return; }
  window.plantarWatch = true;
  let until = Infinity;
  const ask = async () => {
    try {
      const answer = await fetch("/still-in", { cache: "no-store" });
      if (answer.status === 401) { leave(); return; }
      const left = (await answer.json()).left_s * 1000;
      until = performance.now() + left;
      if (left < data.every_ms) { setTimeout(ask, Math.max(left, 0) + 50); }
    } catch {
      if (performance.now() > until) { leave(); }
    }
  };
  setInterval(ask, data.every_ms);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { ask(); } });
  window.addEventListener("pageshow", ask);
  ask();
};
