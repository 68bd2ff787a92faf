// redraft: what the redline's page does beyond reading. Without it the page reads whole, notes under their paragraphs.
'use strict';
(() => {
  const root = document.documentElement, body = document.body, $ = (id) => document.getElementById(id);
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  root.classList.add('js');
  for (const tools of all('.tools')) tools.hidden = false;
  const main = document.querySelector('main');
  const tags = all('main .t[id]'), notes = all('main .note');
  let current = -1;

  // Notes level with their marks, moved down where two meet.
  function place() {
    if (!matchMedia('(min-width: 1101px)').matches) { for (const n of notes) n.style.top = ''; return; }
    const top = main.getBoundingClientRect().top;
    const wanted = notes.map((note) => {
      const tag = $('c' + note.id.slice(1));
      const shown = tag && tag.getClientRects().length && note.closest('.notes').getClientRects;
      return { note, at: shown ? tag.getBoundingClientRect().top - top - 2 : null };
    }).filter((n) => n.at !== null).sort((a, b) => a.at - b.at);
    // An absolute note counts from its nearest positioned ancestor: heights are read once, then written.
    const heights = wanted.map((n) => n.note.offsetHeight);
    const bases = wanted.map((n) => (n.note.offsetParent || main).getBoundingClientRect());
    const side = main.getBoundingClientRect();
    let floor = 0;
    wanted.forEach((n, i) => {
      const y = Math.max(n.at, floor);
      n.note.style.top = y - (bases[i].top - side.top) + 'px';
      n.note.style.left = side.right - bases[i].left + 30 + 'px';
      floor = y + heights[i] + 6;
    });
  }

  function show(index) {
    if (!tags.length) return;
    const shown = tags.filter((tag) => tag.getClientRects().length && !tag.classList.contains('dim'));
    if (!shown.length) return;
    current = (index + shown.length) % shown.length;
    for (const marked of all('.on')) marked.classList.remove('on');
    const tag = shown[current];
    for (const mark of marksOf(tag.id.slice(1))) mark.classList.add('on');
    tag.classList.add('on');
    tag.scrollIntoView({ block: 'center' });
    tag.focus({ preventScroll: true });
    $('at').textContent = `Change ${current + 1} of ${shown.length}`;
  }
  const marksOf = (id) => all(`[data-c~="${CSS.escape(id.replace(/b$/, ''))}"]`, main);

  function filter() {
    const off = (name) => new Set(all(`[data-${name}]:not(:checked)`).map((box) => box.dataset[name]));
    const parties = off('party'), kinds = off('kind');
    for (const mark of all('[data-by]', main)) {
      mark.classList.toggle('dim', parties.has(mark.dataset.by) || kinds.has(mark.dataset.k));
    }
    current = -1;
  }

  function view(name) {
    body.dataset.view = name;
    for (const button of all('[data-view]', document.querySelector('header'))) {
      button.setAttribute('aria-pressed', String(button.dataset.view === name));
    }
    place();
  }
  const VIEWS = ['redline', 'new', 'old'];
  function only() {
    const on = body.toggleAttribute('data-only');
    $('only').setAttribute('aria-pressed', String(on));
    place();
  }
  function dark() {
    const is = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = is ? 'light' : 'dark';
    $('dark').setAttribute('aria-pressed', String(!is));
  }
  function keys(open = $('keylist').hidden) {
    $('keylist').hidden = !open;
    $('keys').setAttribute('aria-expanded', String(open));
  }

  // The card: who, when and where, for the change under the pointer or the focus.
  const card = $('card');
  let timer = 0, over = null;
  function open(mark) {
    const ids = (mark.dataset.c || '').split(' ').filter(Boolean);
    card.replaceChildren();
    for (const id of ids) {
      const tag = $('c' + id) || $('c' + id + 'b');
      const note = tag && $(tag.getAttribute('href').slice(1));
      if (!note) continue;
      const copy = note.cloneNode(true);
      copy.removeAttribute('id');
      card.append(copy);
    }
    if (!card.childElementCount) return;
    card.hidden = false;
    const at = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const below = at.bottom + card.offsetHeight + 8 < innerHeight;
    card.style.top = scrollY + (below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + 'px';
    card.style.left = Math.max(8, Math.min(at.left + scrollX, innerWidth - card.offsetWidth - 12)) + 'px';
  }
  function close() { card.hidden = true; }
  main.addEventListener('pointerover', (event) => {
    over = event.target.closest('[data-c]');
    clearTimeout(timer);
    if (over) timer = setTimeout(open, 300, over);
  });
  main.addEventListener('pointerout', () => clearTimeout(timer));
  addEventListener('click', (event) => { if (!card.contains(event.target)) close(); });

  for (const box of all('.legend input')) box.addEventListener('change', filter);
  for (const button of all('header [data-view]')) button.addEventListener('click', () => view(button.dataset.view));
  $('only').addEventListener('click', only);
  $('next').addEventListener('click', () => show(current + 1));
  $('previous').addEventListener('click', () => show(current < 0 ? -1 : current - 1));
  $('dark').addEventListener('click', dark);
  $('keys').addEventListener('click', () => keys());
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.key !== 'Escape' && event.target.type !== 'checkbox') return;
    const boxes = all('[data-party]');
    if (event.key >= '1' && event.key <= '9' && boxes[event.key - 1]) boxes[event.key - 1].click();
    else switch (event.key.toLowerCase()) {
      case 'j': show(current + 1); break;
      case 'k': show(current < 0 ? -1 : current - 1); break;
      case 'v': view(VIEWS[(VIEWS.indexOf(body.dataset.view || 'redline') + 1) % 3]); break;
      case 'c': only(); break;
      case 'd': dark(); break;
      case 'w': { const mark = over || document.querySelector('.on[data-c]'); if (mark) { open(mark); card.focus(); } break; }
      case '?': keys(); break;
      case 'escape': close(); keys(false); break;
      default: return;
    }
    event.preventDefault();
  });
  addEventListener('resize', place);
  addEventListener('load', place);
  if (document.fonts) document.fonts.ready.then(place);
  place();
})();
