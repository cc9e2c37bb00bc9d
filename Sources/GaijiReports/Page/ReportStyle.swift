/// The style sheet of `report.html`: system fonts only, A4 in print, no external resource.
let reportStyle = """
  :root { --ink: #1c2430; --soft: #5c6675; --line: #d7dce3; --faint: #f4f6f9; --accent: #1f4e79;
    --good: #1d6b45; --bad: #a3231f; }
  * { box-sizing: border-box; }
  html { font-family: "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", "Yu Gothic",
      Meiryo, system-ui, sans-serif; font-size: 15px; line-height: 1.65; color: var(--ink);
    -webkit-text-size-adjust: 100%; }
  body { margin: 0 auto; max-width: 66rem; padding: 2.2rem 1.6rem 3rem; background: #fff; }
  header { border-bottom: 2px solid var(--accent); padding-bottom: .9rem; margin-bottom: 1.3rem; }
  h1 { font-size: 1.7rem; font-weight: 700; letter-spacing: .02em; margin: 0 0 .15rem; }
  .run { color: var(--soft); margin: 0; overflow-wrap: anywhere; }
  h2 { font-size: 1.12rem; font-weight: 700; margin: 2.3rem 0 .6rem; padding-left: .6rem;
    border-left: 4px solid var(--accent); line-height: 1.35; break-after: avoid; }
  h3 { font-size: .95rem; margin: 1.1rem 0 .35rem; color: var(--soft); font-weight: 700;
    break-after: avoid; }
  p { margin: .35rem 0; }
  .note { color: var(--soft); font-size: .87rem; }
  .verdict { border: 1px solid; border-left-width: 6px; border-radius: 3px; padding: .7rem 1rem;
    margin: 0 0 1rem; break-inside: avoid; }
  .verdict strong { display: block; font-size: 1.06rem; }
  .verdict.good { border-color: var(--good); background: #f2f8f5; }
  .verdict.good strong { color: var(--good); }
  .verdict.warn { border-color: #9a6700; background: #fdf8ec; }
  .verdict.warn strong { color: #7d5400; }
  .verdict.bad { border-color: var(--bad); background: #fcf3f2; }
  .verdict.bad strong { color: var(--bad); }
  ul.warnings { margin: .3rem 0; padding-left: 1.3rem; }
  .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.2rem, 1fr)); gap: .6rem;
    margin: .8rem 0; }
  .card { border: 1px solid var(--line); border-radius: 3px; padding: .55rem .75rem .6rem;
    break-inside: avoid; }
  .card .label { color: var(--soft); font-size: .8rem; line-height: 1.4; }
  .card .value { font-size: 1.32rem; font-weight: 700; font-variant-numeric: tabular-nums;
    line-height: 1.35; }
  .card .share { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
  .card.alert .value { color: var(--bad); }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; font-size: .87rem; line-height: 1.5; }
  th, td { padding: .32rem .55rem; border-bottom: 1px solid var(--line); text-align: left;
    vertical-align: top; overflow-wrap: anywhere; }
  thead th { background: var(--faint); color: var(--soft); font-weight: 700; white-space: nowrap;
    border-top: 1px solid var(--line); border-bottom: 1px solid #b9c1cc; vertical-align: bottom; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  td.c, th.c { text-align: center; white-space: nowrap; }
  td.w { white-space: nowrap; }
  tr.sum td { font-weight: 700; border-top: 1px solid #b9c1cc; background: var(--faint); }
  .ok { color: var(--good); font-weight: 700; }
  .ng { color: var(--bad); font-weight: 700; }
  code, pre, .code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas,
      "Noto Sans Mono CJK JP", "DejaVu Sans Mono", monospace; font-size: .92em; }
  .code { white-space: nowrap; }
  .hash { overflow-wrap: anywhere; word-break: break-all; white-space: normal; }
  .glyph { font-family: "IPAmjMincho", "IPAmj明朝", "Hiragino Mincho ProN", "Yu Mincho",
      "Noto Serif CJK JP", serif; font-size: 1.1em; }
  .sample { display: block; }
  .sample .at { color: var(--soft); font-size: .82em; font-variant-numeric: tabular-nums;
    margin-right: .35em; }
  mark { background: #fff1b8; color: inherit; padding: 0 .12em; border-radius: 2px; }
  table.facts th { width: 11rem; font-weight: 400; color: var(--soft); }
  .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 1.6rem;
    align-items: start; }
  pre { background: var(--faint); border: 1px solid var(--line); border-radius: 3px;
    padding: .7rem .9rem; font-size: .78rem; line-height: 1.5; white-space: pre-wrap;
    overflow-wrap: anywhere; margin: .4rem 0; }
  dl { display: grid; grid-template-columns: 11rem 1fr; gap: .25rem 1rem; margin: .4rem 0;
    font-size: .89rem; }
  dt { font-weight: 700; }
  dd { margin: 0; }
  footer { margin-top: 2.4rem; border-top: 1px solid var(--line); padding-top: .6rem;
    color: var(--soft); font-size: .82rem; }
  @page { size: A4; margin: 15mm 13mm 16mm; }
  @media print {
    html { font-size: 9.2pt; line-height: 1.5; }
    body { max-width: none; padding: 0; }
    .scroll { overflow: visible; }
    .cards { grid-template-columns: repeat(6, 1fr); gap: .4rem; }
    .card { padding: .4rem .5rem; }
    .card .value { font-size: 1.12rem; }
    h2 { margin-top: 1.5rem; }
    table { font-size: 8pt; }
    th, td { padding: .22rem .35rem; }
    * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  }
  """
