// What a designer would see at once: what touches, what leaves its card, a sentence that takes too many lines.
player => {
  const faults = [];
  const visible = e => { const s = getComputedStyle(e); return s.visibility !== 'hidden' && e.getClientRects().length > 0 && !e.closest('[style*="display: none"]'); };
  const owner = e => { const d = e.closest('[data-node], [data-group]')?.dataset; return d?.node ?? d?.group ?? ''; };
  const name = e => `${e.getAttribute('class') ?? e.tagName} "${e.textContent}"`;
  const box = e => { const r = e.getBoundingClientRect(); return { left: r.left, right: r.right, top: r.top, bottom: r.bottom }; };
  const text = e => { const r = box(e); const trim = (r.bottom - r.top) * 0.2; return { ...r, top: r.top + trim, bottom: r.bottom - trim }; };
  const items = [];
  for (const e of player.querySelectorAll('.node text')) if (visible(e) && e.textContent.trim()) items.push({ e, kind: 'text', node: owner(e), r: text(e) });
  for (const e of player.querySelectorAll('.overlay .rule rect')) if (visible(e)) items.push({ e: e.parentNode, kind: 'rule', node: '', r: box(e) });
  for (const e of player.querySelectorAll('.overlay .tag path')) if (visible(e)) items.push({ e: e.parentNode, kind: 'tag', node: '', r: box(e) });
  for (const e of player.querySelectorAll('.card')) if (visible(e)) items.push({ e, kind: 'card', node: owner(e), r: box(e) });
  items.forEach((a, i) => items.slice(0, i).forEach(b => {
    if (a.node && a.node === b.node && (a.kind === 'card' || b.kind === 'card')) return;  // a card holds its texts
    const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
    const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
    if (wide > 0.75 && high > 0.75) faults.push(`${name(a.e)} touches ${name(b.e)} by ${wide.toFixed(1)} x ${high.toFixed(1)}`);
  }));
  for (const { e, kind, node, r } of items) {
    const card = kind === 'text' && player.querySelector(`[data-node="${node}"] .card, [data-group="${node}"] .card`);
    if (card && !e.matches('.from, .part, .sum, .total')) {
      const c = box(card);
      if (r.left < c.left || r.right > c.right) faults.push(`${name(e)} leaves its card`);
    }
  }
  const say = player.querySelector('.say');
  const lines = Math.round((say.getBoundingClientRect().height - parseFloat(getComputedStyle(say).paddingTop)) / parseFloat(getComputedStyle(say).lineHeight));
  const room = player.clientWidth < 340 ? 6 : player.clientWidth < 700 ? 5 : 2;
  if (lines > room) faults.push(`the sentence takes ${lines} lines: ${say.textContent}`);
  return faults;
}
