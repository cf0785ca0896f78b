#include "archive/report/html.hpp"

namespace warsha::html {

// Logical properties only: one sheet for both directions. Bars keep their colour on paper.
std::string_view style() {
    return R"(
:root{--night:#14213d;--sand:#faf6ef;--line:#ddd3c2;--quiet:#5a6275;--blue:#3d3db8;--soft:#b9b9dd;--palm:#1f7a5a;--terra:#b5482f}
*{box-sizing:border-box}
html{background:var(--sand);color:var(--night);font:400 11pt/1.5 "Noto Sans","Segoe UI",system-ui,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
html:lang(ar){font-family:"Noto Sans Arabic","Segoe UI",Tahoma,"Geeza Pro","DejaVu Sans",sans-serif;font-size:12pt;line-height:1.75}
body{max-inline-size:186mm;margin:0 auto;padding:14mm 10mm 20mm}
header{border-block-end:3px solid var(--blue);padding-block-end:7mm;margin-block-end:8mm}
.kicker{display:flex;align-items:center;gap:.6em;margin:0 0 3mm;color:var(--blue);font-weight:600}
.star{inline-size:1.5em;block-size:1.5em;fill:var(--blue);flex:none}
h1{margin:0;font-size:2.1em;line-height:1.25;text-wrap:balance}
html:lang(ar) h1{line-height:1.45}
.when{margin:2mm 0 0;color:var(--quiet)}
.notice{margin:4mm 0 0;padding:2.5mm 4mm;border-inline-start:4px solid var(--terra);background:#fff}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(34mm,1fr));gap:4mm;margin:7mm 0 0}
.facts div{padding:3mm 4mm;background:#fff;border:1px solid var(--line);border-radius:2mm}
.facts dt{color:var(--quiet);font-size:.86em}
.facts dd{margin:0;font-size:1.9em;line-height:1.3;font-weight:700;font-variant-numeric:tabular-nums}
h2{margin:12mm 0 3mm;font-size:1.45em;line-height:1.35;break-after:avoid}
h3{margin:8mm 0 1mm;font-size:1.14em;line-height:1.45;break-after:avoid;text-wrap:balance}
h4{margin:5mm 0 1.5mm;font-size:1em;break-after:avoid}
p{margin:0 0 2mm}
.meta,.note{color:var(--quiet);font-size:.88em}
.note{margin-block-start:2mm}
ol.agenda{list-style:none;margin:0;padding:0;counter-reset:step}
ol.agenda li{display:grid;grid-template-columns:2.6em 1fr auto;gap:1em;align-items:baseline;padding:2.2mm 0;border-block-end:1px solid var(--line);break-inside:avoid}
ol.agenda li::before{counter-increment:step;content:counter(step);color:var(--blue);font-weight:700;font-size:1.2em}
ol.agenda .side{color:var(--quiet);font-size:.88em;text-align:end;white-space:nowrap}
table{inline-size:100%;border-collapse:collapse;margin:2mm 0 0}
th,td{padding:1.7mm 2mm;text-align:start;vertical-align:middle;border-block-end:1px solid var(--line)}
thead th,thead td{border-block-end:1.5px solid var(--night)}
thead th{color:var(--quiet);font-weight:600;font-size:.86em;vertical-align:bottom}
thead{display:table-header-group}tfoot{display:table-row-group}
tr{break-inside:avoid}
.n,.pcs{text-align:end}
[dir=rtl] .n,[dir=rtl] .pcs{text-align:start}
.n{font-variant-numeric:tabular-nums;white-space:nowrap;inline-size:1%}
td.n{font-weight:600}
.pc{font-variant-numeric:tabular-nums}
td.pcs{white-space:nowrap;inline-size:1%;color:var(--quiet)}
.bars td:nth-child(2){inline-size:34%}
.result tbody tr:first-child th{font-weight:700}
tbody th{font-weight:400}
.bar{display:block;inline-size:100%;block-size:4.2mm;border-radius:1mm}
.track{fill:#efe7d9}.rest{fill:var(--soft)}.lead{fill:var(--blue)}
th.n{white-space:normal}
.split{font-size:.9em}
.split th:first-child{min-inline-size:38mm}
.split .n{inline-size:auto}
tfoot th,tfoot td{border-block-end:0;border-block-start:1.5px solid var(--night);font-weight:600}
.proposal{padding:2.6mm 0;border-block-end:1px solid var(--line);break-inside:avoid}
.proposal h4{margin:0;font-size:1em;line-height:1.5}
.proposal p{margin:.5mm 0 0}
.proposal h4 bdi,.proposal p bdi{display:block}
.category{display:flex;align-items:baseline;justify-content:space-between;gap:1em;margin:7mm 0 0;padding-block-end:1.5mm;border-block-end:1.5px solid var(--palm);color:var(--palm);font-size:1.08em;break-after:avoid}
.tags{display:flex;flex-wrap:wrap;gap:.2em 1.4em;margin-block-start:1mm;color:var(--quiet);font-size:.86em}
dl.how{margin:0}
dl.how dt{font-weight:600;margin-block-start:2.5mm;break-after:avoid}
dl.how dd{margin:0;break-inside:avoid}
pre,.digest{direction:ltr;text-align:start;unicode-bidi:isolate;font:600 .92em/1.6 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;background:#fff;border:1px solid var(--line);border-radius:1.5mm;padding:2mm 3mm;margin:1mm 0 3mm;overflow-wrap:anywhere;white-space:pre-wrap}
@media (max-width:600px){body{padding:6mm 4mm}ol.agenda li{grid-template-columns:2em 1fr}ol.agenda .side{grid-column:2;text-align:start}.wide{overflow-x:auto}.bars td:nth-child(2){inline-size:24%}}
@media print{html{background:#fff;font-size:10pt}html:lang(ar){font-size:11pt}body{max-inline-size:none;padding:0}.facts div,pre,.digest,.notice{background:none}svg,rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
@page{size:A4;margin:18mm 16mm 20mm;@bottom-center{content:counter(page);font:9pt sans-serif;color:#5a6275}}
)";
}

}  // namespace warsha::html
