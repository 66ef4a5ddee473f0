/**
 * How a page looks: text and tables, the menu that vega-embed puts beside each chart, and the tooltips of charts. The libraries' own
 * styles are left out, so that a page can say by its hash which one style it has.
 */
export const STYLE = `
body { font: 15px/1.5 "DejaVu Sans", system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
table { border-collapse: collapse; margin: 1.5rem 0; }
th, td { padding: .3rem .8rem; border-bottom: 1px solid #ddd; text-align: right; font-weight: normal; }
th:first-child { text-align: left; }
thead th { border-bottom: 2px solid #888; font-weight: bold; }
figure { margin: 2rem 0; max-width: 100%; }
figure img { max-width: 100%; height: auto; }
h2 { font-size: 1.15rem; margin-top: 2.5rem; }
pre { background: #f4f4f4; padding: .8rem 1rem; overflow-x: auto; font-size: 13px; }

.vega-embed { display: inline-block; position: relative; box-sizing: border-box; padding-right: 38px; }
.chart-wrapper { overflow-x: auto; }
.vega-embed summary { position: absolute; top: 0; right: 0; padding: 6px; border: 1px solid #aaa; border-radius: 50%; background: white;
  line-height: 0; list-style: none; cursor: pointer; opacity: .3; transition: opacity .2s; }
.vega-embed:hover summary, .vega-embed:focus-within summary { opacity: 1; }
.vega-embed summary svg { width: 14px; height: 14px; }
.vega-actions { position: absolute; top: 36px; right: 0; z-index: 1; padding: .4rem 0; border: 1px solid #ccc; border-radius: 4px;
  background: white; box-shadow: 0 2px 8px rgba(0, 0, 0, .2); }
.vega-actions a { display: block; padding: .3rem 1rem; color: #222; font-size: 13px; text-decoration: none; white-space: nowrap; }
.vega-actions a:hover, .vega-actions a:focus { background: #f4f4f4; }

#vg-tooltip-element { position: fixed; z-index: 2; visibility: hidden; padding: 4px; border: 1px solid #ccc; border-radius: 3px;
  background: rgba(255, 255, 255, .95); box-shadow: 0 2px 8px rgba(0, 0, 0, .1); font-size: 12px; pointer-events: none; }
#vg-tooltip-element.visible { visibility: visible; }
#vg-tooltip-element table { margin: 0; }
#vg-tooltip-element td { padding: 1px 4px; border: none; text-align: left; }
#vg-tooltip-element td.key { color: #666; text-align: right; }
`;
