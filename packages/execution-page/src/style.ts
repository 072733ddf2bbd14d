/** The colours of the Step Functions console, each with text that is readable on it, and the layout of the page. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #16191f; --faint: #5f6b7a; --line: #d1d5db; --box: #f7f8fa;
  --succeeded: #e9f7ec; --succeeded-line: #037f0c;
  --running: #e6f2ff; --running-line: #0972d3;
  --caught: #fff3d6; --caught-line: #b35900;
  --failed: #fdeceb; --failed-line: #c9140b;
  --unreached: #ffffff; --unreached-line: #b0b6bf; --unreached-text: #5f6b7a;
  --edge: #b0b6bf; --taken: #16191f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1b2a; --text: #e9ebed; --faint: #a2adba; --line: #3b4656; --box: #172536;
    --succeeded: #12351c; --succeeded-line: #4ec26a;
    --running: #10314f; --running-line: #539fe5;
    --caught: #42300a; --caught-line: #f0a83c;
    --failed: #4a1613; --failed-line: #ff7a70;
    --unreached: #0f1b2a; --unreached-line: #4d5a6b; --unreached-text: #a2adba;
    --edge: #4d5a6b; --taken: #e9ebed;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Hiragino Sans', 'Noto Sans CJK JP', sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 8px; overflow-wrap: anywhere; }
h3 { font-size: 16px; margin: 24px 0 6px; }
p { margin: 6px 0; max-width: 90ch; overflow-wrap: anywhere; }
a { color: var(--running-line); }
.note { color: var(--faint); }
.badge { display: inline-block; padding: 1px 10px; border-radius: 12px; border: 1px solid; font-weight: 600; }
.badge.succeeded { background: var(--succeeded); color: var(--succeeded-line); }
.badge.running { background: var(--running); color: var(--running-line); }
.badge.failed { background: var(--failed); color: var(--failed-line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 10px 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 12px 0; padding: 12px; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; text-align: center; }
figure svg { max-width: 100%; height: auto; }
figcaption { font-size: 13px; color: var(--faint); text-align: left; margin-bottom: 8px; }
figcaption span { display: inline-block; margin-right: 12px; padding: 0 8px; border: 1px solid var(--unreached-line); border-radius: 6px; color: var(--text); }
figcaption .succeeded { background: var(--succeeded); border-color: var(--succeeded-line); }
figcaption .running { background: var(--running); border-color: var(--running-line); }
figcaption .caught { background: var(--caught); border-color: var(--caught-line); }
figcaption .failed { background: var(--failed); border-color: var(--failed-line); }
figcaption .unreached { color: var(--unreached-text); }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 8px; padding: 12px; margin: 8px 0; font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--box); border-radius: 4px; padding: 1px 4px; }
pre code { background: none; padding: 0; font-size: inherit; }
table { border-collapse: collapse; width: 100%; font-size: 14px; margin: 8px 0; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; color: var(--faint); }
.explanation { border-left: 4px solid var(--caught-line); padding: 2px 0 2px 16px; }
svg text { fill: var(--text); font-size: 10px; }
svg .state text:first-of-type { font-size: 8.5px; fill: var(--faint); }
svg .state text:nth-of-type(2), svg .names2 text:nth-of-type(3), svg .names3 text:nth-of-type(-n + 4):nth-of-type(n + 3) { font-size: 10.5px; font-weight: 600; }
svg .state path, svg .state polygon { fill: var(--unreached); stroke: var(--unreached-line); }
svg .state.unreached text { fill: var(--unreached-text); }
svg .state.succeeded path, svg .state.succeeded polygon { fill: var(--succeeded); stroke: var(--succeeded-line); stroke-width: 1.6; }
svg .state.running path, svg .state.running polygon { fill: var(--running); stroke: var(--running-line); stroke-width: 1.6; stroke-dasharray: 5 3; }
svg .state.caught path, svg .state.caught polygon { fill: var(--caught); stroke: var(--caught-line); stroke-width: 1.6; }
svg .state:is(.failed, .aborted, .timedOut) path, svg .state:is(.failed, .aborted, .timedOut) polygon { fill: var(--failed); stroke: var(--failed-line); stroke-width: 2.4; }
svg .point ellipse { fill: var(--box); stroke: var(--taken); }
svg .point.unreached ellipse { stroke: var(--unreached-line); }
svg .point.unreached text { fill: var(--unreached-text); }
svg .within path, svg .within polygon { fill: none; stroke: var(--unreached-line); }
svg .transition path { stroke: var(--edge); }
svg .transition polygon { fill: var(--edge); stroke: var(--edge); }
svg .taken path { stroke: var(--taken); }
svg .taken polygon { fill: var(--taken); stroke: var(--taken); }
@media print { main { max-width: none; padding: 0; } figure, pre { break-inside: avoid; } }
`;
