/// What explanation and contact sheets add to the style of reports.
let sheetStyle = """
  .verdict.plain { border-color: #8a93a0; background: #f6f7f9; }
  .verdict ul { margin: .25rem 0 0; padding-left: 1.2rem; }
  .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: .7rem; margin: .8rem 0;
    align-items: stretch; }
  .figure { border: 1px solid var(--line); border-radius: 3px; padding: .6rem .7rem .7rem;
    break-inside: avoid; display: flex; flex-direction: column; }
  .figure.query { border: 2px solid var(--accent); }
  .figure h3 { margin: 0 0 .3rem; color: var(--ink); font-size: .95rem; display: flex;
    justify-content: space-between; gap: .5rem; align-items: baseline; }
  .figure h3 .text { font-size: 1.25rem; line-height: 1; }
  .figure img { width: 100%; aspect-ratio: 1; object-fit: contain; background: #fff;
    border: 1px solid var(--line); image-rendering: auto; }
  .figure .rank { color: var(--soft); font-size: .78rem; }
  .figure dl { grid-template-columns: 4.6rem 1fr; font-size: .8rem; gap: .1rem .5rem; }
  .figure dt { font-weight: 400; color: var(--soft); }
  .figure .points { font-size: .76rem; overflow-wrap: anywhere; white-space: normal; }
  .figure .why { font-size: .82rem; margin-top: auto; padding-top: .35rem; }
  .meter { margin: .25rem 0 0; font-size: .78rem; color: var(--soft); }
  .meter .value { float: right; color: var(--ink); font-weight: 700;
    font-variant-numeric: tabular-nums; }
  .bar { height: .5rem; border: 1px solid #aab4c2; background: #fff; margin-top: .1rem; clear: both; }
  .bar i { display: block; height: 100%; background: var(--accent); }
  .overlays { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; margin: .6rem 0; }
  .overlays figure { margin: 0; break-inside: avoid; }
  .overlays img { width: 100%; border: 1px solid var(--line); display: block; }
  .overlays figcaption { font-size: .84rem; margin-top: .25rem; }
  .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.3rem; font-size: .84rem; padding: 0;
    margin: .4rem 0; list-style: none; }
  .legend i { display: inline-block; width: 1.7rem; height: .9rem; margin-right: .4rem;
    vertical-align: -.1rem; border: 1px solid #777; }
  .legend .extra { background: repeating-linear-gradient(135deg, #be1c18 0 4px, #f0cdc8 4px 6px); }
  .legend .missing { background: repeating-linear-gradient(45deg, #1648b2 0 4px, #c6d6f2 4px 6px); }
  .legend .both { background: #767c86; }
  .legend .near { background: linear-gradient(90deg, #f0cdc8 50%, #c6d6f2 50%); }
  table.evidence { table-layout: fixed; }
  table.evidence th:nth-child(1) { width: 9rem; }
  table.evidence th:nth-child(2) { width: 6rem; }
  table.evidence th:nth-child(3) { width: 16.5rem; }
  table.evidence td:nth-child(3) { white-space: nowrap; }
  .sides { vertical-align: -.05rem; margin-right: .5rem; display: inline-grid; grid-template-columns: 1fr 1fr; width: 12rem; height: .8rem;
    border: 1px solid #c6cdd7; }
  .sides span { display: block; position: relative; }
  .sides span:first-child { border-right: 1px solid #5c6675; }
  .sides i { position: absolute; top: 0; bottom: 0; display: block; }
  .sides .against { right: 0; background: repeating-linear-gradient(45deg, #a3231f 0 3px, #fff 3px 5px); }
  .sides .for { left: 0; background: var(--accent); }
  .siblings { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.6rem, 1fr)); gap: .5rem; }
  .sibling { border: 1px solid var(--line); border-radius: 3px; padding: .4rem; font-size: .76rem;
    line-height: 1.4; break-inside: avoid; overflow-wrap: anywhere; }
  .sibling img { width: 100%; aspect-ratio: 1; object-fit: contain; display: block; }
  .sibling strong { display: block; font-size: .84rem; }
  nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: .8rem 0; font-size: .88rem; }
  nav a { border: 1px solid var(--accent); color: var(--accent); border-radius: 3px;
    padding: .1rem .6rem; text-decoration: none; }
  .contact { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.4rem, 1fr)); gap: .45rem; }
  .pair { border: 1px solid var(--line); border-radius: 3px; padding: .35rem .4rem; font-size: .76rem;
    line-height: 1.4; break-inside: avoid; overflow-wrap: anywhere; }
  .pair .images { display: grid; grid-template-columns: 1fr 1fr; gap: .25rem; }
  .pair img { width: 100%; aspect-ratio: 1; object-fit: contain; border: 1px solid var(--line); }
  .pair .empty { border: 1px dashed var(--line); aspect-ratio: 1; display: grid; place-items: center;
    color: var(--soft); }
  .pair strong { display: flex; justify-content: space-between; font-size: .82rem; }
  @media print {
    .figure dl, .meter, .figure .points { font-size: 7pt; }
    .figures { gap: .35rem; }
    .overlays { grid-template-columns: repeat(3, 5.4cm); }
    .contact { grid-template-columns: repeat(6, 1fr); }
    .siblings { grid-template-columns: repeat(9, 1fr); }
    .sibling { font-size: 6.4pt; padding: .25rem; }
    nav { display: none; }
  }
  @media screen and (max-width: 48rem) {
    .figures { grid-template-columns: 1fr 1fr; }
    .overlays { grid-template-columns: 1fr; }
  }
  """
