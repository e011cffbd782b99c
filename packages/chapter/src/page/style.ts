// How the chapter looks: a column of text to be read, figures beside one another where there is room.
import { themeCss } from '@wigglenet/report'

export const style = (): string => `${themeCss()}
:root{--ground:#faf9f6;--holds:#00784f;--partly:#8a5a00;--fails:#b3400a;--none:var(--soft)}
@media(prefers-color-scheme:dark){:root{--ground:#101216;--holds:#3fcf9f;--partly:#f0b64a;--fails:#ff8c5a}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);font:18px/1.62 "Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,serif;-webkit-text-size-adjust:100%}
main{max-width:1060px;margin:0 auto;padding:clamp(28px,6vw,84px) clamp(16px,4vw,40px) 64px}
h1,h2,h3,p,ol,ul,figure,blockquote{margin:0;padding:0}
h1{font-size:clamp(34px,6vw,58px);line-height:1.08;letter-spacing:-.02em;font-weight:600;max-width:18ch}
h2{font-size:clamp(25px,3.6vw,34px);line-height:1.18;letter-spacing:-.012em;font-weight:600;max-width:26ch}
h3{font:600 13px/1.4 Inter,system-ui,sans-serif;letter-spacing:.07em;text-transform:uppercase;color:var(--soft);margin:26px 0 6px}
p,li,blockquote{max-width:68ch;overflow-wrap:anywhere}
.lead{font-size:1.14em;line-height:1.5;margin-top:22px}
header p+p{margin-top:14px}
.soft,figcaption p,small{color:var(--soft)}
nav{margin-top:40px}
nav ol{list-style:none;border-top:1px solid var(--line)}
nav li{max-width:none;border-bottom:1px solid var(--line)}
nav a{display:grid;grid-template-columns:2.2em minmax(0,1fr) auto;gap:12px;align-items:baseline;padding:9px 4px;color:inherit;text-decoration:none}
nav a:hover{background:var(--paper)}
nav span:first-child{color:var(--soft);font-variant-numeric:tabular-nums}
.verdict{font:600 14px/1.4 Inter,system-ui,sans-serif;white-space:nowrap}
.verdict::before{content:"";display:inline-block;width:.62em;height:.62em;border-radius:50%;background:currentColor;margin-right:.5em}
.partly.verdict::before{background:linear-gradient(90deg,currentColor 50%,transparent 50%);box-shadow:inset 0 0 0 2px currentColor}
.fails.verdict::before,.none.verdict::before{background:none;box-shadow:inset 0 0 0 2px currentColor}
.holds{color:var(--holds)}.partly{color:var(--partly)}.fails{color:var(--fails)}.none{color:var(--soft)}
section{margin-top:clamp(56px,8vw,104px);scroll-margin-top:24px}
.number{font:600 14px/1 Inter,system-ui,sans-serif;color:var(--soft);letter-spacing:.06em;margin-bottom:12px}
.idea{margin-top:18px;font-size:1.06em}
blockquote{border-left:3px solid var(--positive);padding:2px 0 2px 20px}
blockquote small{display:block;margin-top:6px}
small{font-size:.85em}
.result{font:600 22px/1.3 Inter,system-ui,sans-serif;margin-top:30px}
.findings{list-style:none;margin-top:12px;display:grid;gap:12px}
.findings li{padding-left:2em;position:relative}
.findings li::before{position:absolute;left:0;font:600 17px/1.62 Inter,system-ui,sans-serif}
.findings .yes::before{content:"✓";color:var(--holds)}
.findings .no::before{content:"✗";color:var(--fails)}
.remarks{margin-top:16px;display:grid;gap:8px;color:var(--soft)}
.figures{columns:2 400px;column-gap:20px;margin-top:30px}
figure{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:18px 18px 14px;margin-bottom:20px;break-inside:avoid}
figcaption{margin-bottom:12px}
figcaption h3{font:600 16px/1.35 Inter,system-ui,sans-serif;letter-spacing:0;text-transform:none;color:var(--ink);margin:0}
figcaption p{font-size:15px;line-height:1.45;margin-top:3px}
figure>svg{display:block;width:100%;height:auto;overflow:visible}
figure svg{font-family:Inter,system-ui,sans-serif}
figure text{font-variant-numeric:tabular-nums}
details{margin-top:22px;border-top:1px solid var(--line);padding-top:10px}
summary{cursor:pointer;font:500 15px/1.5 Inter,system-ui,sans-serif;color:var(--soft)}
.table{overflow-x:auto;margin-top:14px}
table{border-collapse:collapse;font:14px/1.4 Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:6px}
th,td{text-align:right;padding:5px 14px 5px 0;border-top:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
th{font-weight:500;color:var(--soft)}
footer{margin-top:96px;border-top:1px solid var(--line);padding-top:18px;color:var(--soft);font-size:15px}
footer p+p{margin-top:10px}
a{color:var(--positive)}
@media(max-width:560px){body{font-size:17px}nav a{grid-template-columns:1.6em minmax(0,1fr);row-gap:0}nav .verdict{grid-column:2}figure{padding:14px 12px 10px}}
@media print{body{background:none}figure{break-inside:avoid}}`
