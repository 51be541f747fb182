// A number in hand: put into the page once, called by name.
window.hand = (() => {
  const frame = () => new Promise(requestAnimationFrame);
  const rendered = () => new Promise((done) => {
    const channel = new MessageChannel(); // asked for within a frame, its message comes after that frame was painted
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const painted = () => frame().then(rendered);
  const player = () => [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector(".player")).shadowRoot.querySelector(".player");
  const send = (target, type, x) => target.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, cancelable: true, pointerId: 1, pointerType: "mouse", button: 0, clientX: x }));

  return {
    /** From the hand, at the begin of a frame, as the browser tells of a pointer: how long the page's own work took, until the frame was painted, and until the one after it was. */
    async drag(times) {
      const grip = player().querySelector(".grip");
      const stage = player().querySelector(".stage");
      stage.setPointerCapture = () => {}; // there is no pointer to be captured
      send(grip, "pointerdown", 0);
      const all = [], work = [], shown = [];
      for (let k = 1; k <= times; k++) {
        await frame();
        const start = performance.now();
        send(stage, "pointermove", 10 + (k % 40));
        work.push(performance.now() - start);
        await rendered();
        shown.push(performance.now() - start);
        await painted();
        all.push(performance.now() - start);
      }
      send(stage, "pointerup", 0);
      return { all, work, shown };
    },

    /** The same with nothing in hand: what a frame takes here. */
    async idle(times) {
      const all = [];
      for (let k = 0; k < times; k++) {
        await frame();
        const start = performance.now();
        await painted();
        all.push(performance.now() - start);
      }
      return all;
    },
  };
})();
