// What is timed in the page: put into it once, called by name.
window.timing = (() => {
  const frame = () => new Promise(requestAnimationFrame);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes after the frame was painted
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const find = () => [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector(".player")).shadowRoot.querySelector(".player");

  return {
    /** Next to the next painted frame, for every step of the walk. */
    async steps() {
      const times = [];
      const last = Number(find().querySelector('[aria-label="Step"]').max);
      for (let k = 0; k < Math.min(last, 240); k++) {
        await frame();
        const start = performance.now();
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, composed: true }));
        await painted();
        times.push(performance.now() - start);
      }
      return times;
    },

    /** The same with nothing to show. */
    async empty() {
      const times = [];
      for (let k = 0; k < 60; k++) {
        await frame();
        const start = performance.now();
        await painted();
        times.push(performance.now() - start);
      }
      return times;
    },

    /** When all groups have been opened and painted: a link is followed, as the browser's "back" follows one. */
    async unfolded() {
      const before = find().querySelector(".graph");
      // as many names as a link reads, and enough for every figure
      const groups = Array.from({ length: 1001 }, (_, i) => `g${i}`).join(",");
      history.replaceState(null, "", `${location.search.replace(/&step=\d+/, "")}&open=${groups}`);
      window.dispatchEvent(new PopStateEvent("popstate"));
      while (find().querySelector(".graph") === before) await frame();
      await painted();
      return performance.now();
    },

    /** From the choice of a mode to the painted frame that shows its walk. */
    async switched(label, mode) {
      const start = performance.now();
      [...document.querySelectorAll("[role=radiogroup] label")].find((e) => e.textContent.trim() === label).click();
      while (find().querySelector(".trace").dataset.mode !== mode) await frame();
      await painted();
      return performance.now() - start;
    },

    cards: () => find().querySelectorAll(".graph .card:not(.outer)").length,

    /** Next to the next painted frame where a step is a rerun. */
    async rerun(label) {
      const start = performance.now();
      [...document.querySelectorAll("button")].find((e) => e.textContent.includes("Next")).click();
      while (!document.body.innerText.includes(label)) await frame();
      await frame();
      return performance.now() - start;
    },

    /** When the graph of a text has been painted. */
    async drawn(text) {
      while (find().querySelector(".typed").textContent !== text) await frame();
      await painted();
      return performance.now();
    },
  };
})();
