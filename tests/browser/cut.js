// What little room does to a page: parts of the player that leave it, labels that are cut or overlap.
() => {
  const faults = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth - page.clientWidth} px too wide`);
  const host = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.player'));
  const player = host.shadowRoot.querySelector('.player');
  const width = page.clientWidth;
  const outside = [...player.querySelectorAll('.say, .code, .frame, .controls *, .look, .side > *')]
    .filter(e => e.checkVisibility() && e.getClientRects().length)
    .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > width + 1; });
  for (const e of outside) faults.push(`${e.className || e.tagName} leaves the page`);
  const parts = '[data-testid=stWidgetLabel], [data-testid=stButton] button, [data-testid=stRadioOption]';
  const named = [...document.querySelectorAll(parts)]
    .filter(e => e.checkVisibility());
  for (const e of named) if (e.scrollWidth > e.clientWidth + 1) faults.push(`"${e.textContent}" is cut`);
  named.forEach((a, i) => named.slice(0, i).forEach(b => {
    if (a.contains(b) || b.contains(a)) return;
    const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 1 && high > 1) faults.push(`"${a.textContent}" overlaps "${b.textContent}"`);
  }));
  return faults;
}
