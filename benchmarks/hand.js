// A number in hand: put into the page once, called by name.
window.hand = (() => {
  const frame = () => new Promise(requestAnimationFrame);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel(); // its message comes after the frame was painted
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const player = () => [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector(".player")).shadowRoot.querySelector(".player");
  const send = (target, type, x) => target.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, cancelable: true, pointerId: 1, pointerType: "mouse", button: 0, clientX: x }));

  return {
    /** From the hand, right after a frame, to the next painted frame, many times; and how long the page's own work took. */
    async drag(times) {
      const grip = player().querySelector(".grip");
      const stage = player().querySelector(".stage");
      stage.setPointerCapture = () => {}; // there is no pointer to be captured
      send(grip, "pointerdown", 0);
      const all = [], work = [];
      for (let k = 1; k <= times; k++) {
        await frame();
        const start = performance.now();
        send(stage, "pointermove", 10 + (k % 40));
        work.push(performance.now() - start);
        await painted();
        all.push(performance.now() - start);
      }
      send(stage, "pointerup", 0);
      return { all, work };
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
