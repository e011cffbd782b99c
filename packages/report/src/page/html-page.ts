// The page around a report: its style, and the little that moves.
import { escapeXml } from '../svg/paper.ts'
import { themeCss } from '../theme.ts'

const style = `${themeCss()}
:root{--ground:#f4f6f8;--accent:var(--positive)}
@media(prefers-color-scheme:dark){:root{--ground:#0e1013}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1320px;margin:0 auto;padding:clamp(20px,4vw,56px) clamp(14px,4vw,48px)}
h1,h2,h3,p,dl,dd,ol,figure{margin:0;padding:0}
h1{font-size:clamp(32px,5vw,48px);line-height:1.1;letter-spacing:-.022em;font-weight:700;overflow-wrap:anywhere}
h2{font-size:24px;line-height:1.25;letter-spacing:-.014em;font-weight:650}
h3{font-size:16px;line-height:1.35;font-weight:600;overflow-wrap:anywhere}
.brand{color:var(--soft);font-size:13px;letter-spacing:.08em;text-transform:uppercase;margin-bottom:10px}
.lead{color:var(--soft);max-width:64ch;margin-top:4px}
header .lead{font-size:18px;margin-top:10px}
section{margin-top:clamp(40px,5vw,64px)}
.facts{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:16px;margin-top:28px}
.score,.facts dl>div,figure,.findings li,.healthy,details{background:var(--paper);border:1px solid var(--line);border-radius:12px}
.score{padding:22px 24px}
.score b{font-size:clamp(44px,6vw,64px);line-height:1;letter-spacing:-.03em;font-weight:700;font-variant-numeric:tabular-nums;margin-right:12px}
.score span{color:var(--soft);font-size:18px}
.score p{color:var(--soft);font-size:15px;margin-top:14px;max-width:52ch}
.score strong{color:var(--ink);font-weight:600;white-space:nowrap}
.facts dl{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.facts dl>div{padding:16px 20px;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.facts dt{color:var(--soft);font-size:14px;line-height:1.4}
.facts dd{font-size:28px;line-height:1.25;font-weight:600;letter-spacing:-.015em;font-variant-numeric:tabular-nums}
.figures{columns:3 372px;column-gap:16px;margin-top:18px}
figure{padding:18px 18px 14px;margin-bottom:16px;break-inside:avoid}
figcaption{margin-bottom:12px}
figcaption p{color:var(--soft);font-size:14px;line-height:1.45;margin-top:2px}
figure>svg{display:block;width:100%;max-width:460px;height:auto;margin:0 auto;overflow:visible}
.alone figure>svg{max-width:none}
figure text{user-select:none;font-variant-numeric:tabular-nums}
.findings{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,372px),1fr));gap:16px;margin-top:18px}
.findings li{padding:18px 20px;border-top:3px solid var(--negative)}
.findings p{font-size:15px;margin-top:8px;max-width:80ch;overflow-wrap:anywhere}
.why{color:var(--soft)}
.try b{display:inline-block;font-size:12px;letter-spacing:.06em;text-transform:uppercase;color:var(--accent);margin-right:4px}
.healthy{padding:16px 20px;margin-top:14px;border-left:3px solid var(--accent)}
details{margin-top:14px;padding:4px 20px}
summary{cursor:pointer;padding:12px 0;font-weight:600}
pre{margin:4px 0 18px;overflow-x:auto;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
table{border-collapse:collapse;width:100%;margin-bottom:14px;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:7px 12px 7px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:400;color:var(--soft);width:32%}
.commands{display:grid;gap:10px;margin-top:16px}
.commands>div{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:2px 20px;align-items:baseline}
.commands dt{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:8px 14px}
.commands dd{color:var(--soft);font-size:15px}
code{font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre}
footer{margin-top:64px;color:var(--soft);font-size:13px}
#tip{position:fixed;z-index:1;pointer-events:none;background:var(--ink);color:var(--paper);font-size:13px;line-height:1.4;padding:6px 10px;border-radius:7px;white-space:pre-line;max-width:280px;opacity:0;transition:opacity .1s}
@media (prefers-reduced-motion:reduce){#tip{transition:none}}
.places rect:hover{fill-opacity:.08}
path.weight:hover,path.dendrite:hover{stroke-opacity:1}
@media(max-width:760px){.facts{grid-template-columns:1fr}.commands>div{grid-template-columns:1fr}.facts dl>div{padding:14px 16px}.facts dd{font-size:22px}figure{padding:14px 12px 10px}}
@media print{body{background:none}figure,.score{break-inside:avoid}}`

// Without it, browsers show the titles in their own way, later.
const script = `(()=>{const tip=document.createElement('div');tip.id='tip';document.body.append(tip);let at=null,title=null
const leave=()=>{if(at&&title)at.prepend(title);at=title=null;tip.style.opacity=0}
const place=e=>{const{clientX:x,clientY:y}=e,{offsetWidth:w,offsetHeight:h}=tip
tip.style.left=Math.max(8,Math.min(innerWidth-w-8,x+14))+'px';tip.style.top=(y+h+26>innerHeight?y-h-12:y+16)+'px'}
document.addEventListener('pointerover',e=>{const found=e.target.closest&&[...ancestors(e.target)].find(n=>[...n.children].some(c=>c.localName==='title'))
if(found===at&&at)return;leave();if(!found)return;at=found;title=[...found.children].find(c=>c.localName==='title');tip.textContent=title.textContent;title.remove();tip.style.opacity=1;place(e)})
document.addEventListener('pointermove',e=>{if(at)place(e)});document.addEventListener('pointerleave',leave);addEventListener('scroll',leave,{passive:true})
function*ancestors(n){for(;n&&n.namespaceURI==='http://www.w3.org/2000/svg';n=n.parentNode)yield n}})()`

/** A whole page; its body must be safe HTML. It may load nothing, and the browser is told so. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
<footer>Written by wigglenet. The page holds all of its pictures and asks nothing of any server.</footer>
</main>
<script>${script}</script>
</body>
</html>
`
}
