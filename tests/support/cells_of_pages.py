"""Cells of pages whose figure is not plain print, by what is done to it; and plain ones.

Each is the content of a cell and what a person sees in it: a figure, or None where no plain
figure stands. The style sheet, if any, comes first, before "||".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Cells = Mapping[str, str | None]

HIDDEN: Final[Cells] = {
    ".h{display:none}||<i class=h>8</i>119": "119",
    "#h{display:none}||<i id=h>8</i>119": "119",
    "i{display:none}||<i>8</i>119": "119",
    "td p i{display:none}||<p><i>8</i>119": "119",
    "td>i:first-child{display:none}||<i>8</i>119": "119",
    "i[title=x]{display:none}||<i title=x>8</i>119": "119",
    "i:not(.s){display:none}||<i>8</i><i class=s>119</i>": "119",
    ".h{display:none!important}||<i class=h style='display:inline'>8</i>119": "119",
    "@media screen{.h{display:none}}||<i class=h>8</i>119": "119",
    "@media (min-width:2px) and (max-width:9000px){.h{display:none}}||<i class=h>8</i>119": "119",
    "@supports (display:grid){.h{display:none}}||<i class=h>8</i>119": "119",
    "a,.h{dis\\70lay:no\\6e e}||<i class=h>8</i>119": "119",
    ".h{visibility:hidden}||119<i class=h>8</i>": "119",
    ".h{visibility:collapse}||119<i class=h>8</i>": "119",
    ".h{opacity:0}||119<i class=h>8</i>": "119",
    ".h{opacity:1%}||119<i class=h>8</i>": "119",
    ".h{font-size:0}||119<i class=h>8</i>": "119",
    ".h{font-size:00000000000000000px}||119<i class=h>8</i>": "119",
    ".h{font-size:0.00000000000000000001em}||119<i class=h>8</i>": "119",
    ".h{font-size:1e-9px}||119<i class=h>8</i>": "119",
    ".h{font:0/0 a}||119<i class=h>8</i>": "119",
    ".h{font-size:0.0em!important}||119<i class=h>8</i>": "119",
    ".h{position:absolute;left:-9999px}||<i class=h>8</i>119": "119",
    ".h{position:fixed;top:-99em}||<i class=h>8</i>119": "119",
    ".h{position:absolute;inset:-9999px auto auto -9999px}||<i class=h>8</i>119": "119",
    ".h{position:absolute;clip:rect(0,0,0,0)}||<i class=h>8</i>119": "119",
    ".h{position:absolute;clip-path:inset(50%)}||<i class=h>8</i>119": "119",
    ".h{display:inline-block;width:0;height:0;overflow:hidden}||<i class=h>8</i>119": "119",
    ".h{display:block;max-height:0;overflow:hidden}||<i class=h>8</i>119": "119",
    ".h{display:block;text-indent:-9999px;overflow:hidden;height:1px}||<i class=h>8</i>119": "119",
    ".h{display:inline-block;transform:scale(0)}||119<i class=h>8</i>": "119",
    ".h{content-visibility:hidden;display:inline-block}||119<i class=h>8</i>": "119",
    ".h{-webkit-text-fill-color:transparent}||119<i class=h>8</i>": "119",
    ".h{color:transparent}||119<i class=h>8</i>": "119",
    ".h{color:rgba(9,9,9,0)}||119<i class=h>8</i>": "119",
    ".h{color:#fff}||119<i class=h>8</i>": "119",
    ".h{color:white}||119<i class=h>8</i>": "119",
    ".h{color:hsl(0,0%,100%)}||119<i class=h>8</i>": "119",
    "<font color=white>8</font>": "",
    "<i hidden>8</i>119": "119",
    "<details><summary>119</summary>8</details>": None,
    "<dialog>8</dialog>119": "119",
    "<i popover>8</i>119": "119",
    "<template>8</template>119": "119",
    "<noscript>8</noscript>119": "119",
    "<datalist><option>8</datalist>119": "119",
    "<noframes>8</noframes>119": "119",
    "<!--[if gte IE 5]>8<![endif]-->119": "119",
    "<![if !vml]>119<![endif]>": "119",
    "<span style='display:none;mso-hide:all'>8</span>119": "119",
    "<i style='opac\\69ty:0'>8</i>": "",
    "@media print{.h{display:none}}||<i class=h>8</i>119": "8119",
    ".h{opacity:0;opacity:1}||<i class=h>8</i>119": "8119",
}
MARKED: Final[Cells] = {
    ".d{text-decoration:line-through}||<i class=d>8</i>119": None,
    ".d{text-decoration-line:line-through}||<i class=d>8</i>119": None,
    ".d{text-decoration:underline line-through red}||<i class=d>8</i>119": None,
    "td b{text-decoration:line-through!important}||<b style='text-decoration:none'>8</b>119": None,
    "@media screen{.d{text-decoration:line-through}}||119<i class=d>8</i>": None,
    "<del>8</del>119": None,
    "<s>119</s>": None,
    "<strike>8</strike>（其中重复的申请数量119）": None,
    ".u{vertical-align:super}||119<i class=u>1</i>": None,
    ".u{vertical-align:sub;font-size:70%}||119<i class=u>1</i>": None,
    ".u{vertical-align:8px}||119<i class=u>1</i>": None,
    ".u{vertical-align:50%}||119<i class=u>1</i>": None,
    ".u{font-variant-position:super}||119<i class=u>1</i>": None,
    ".u{position:relative;top:-8px}||119<i class=u>1</i>": None,
    "119<sup>[1]</sup>": None,
    "119<sub>2</sub>": None,
    "119<a href=#f><sup>①</sup></a>": None,
    ".MsoFootnoteReference{vertical-align:super}||119<a href=#_ftn1><span "
    "class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>": None,
    "<ruby>119<rt>8</rt></ruby>": None,
    "<ruby>119<rp>(</rp><rt>8</rt><rp>)</rp></ruby>": None,
}
GENERATED: Final[Cells] = {
    ".g::before{content:'8'}||<i class=g></i>119": "8119",
    '.g:after{content:"8"}||<i class=g>119</i>': "1198",
    "td:nth-child(2)::before{content:'8'}||119": "8119",
    ".g::before{content:attr(data-v)}||<i class=g data-v=8></i>119": "8119",
    ".g::before{content:'\\38 '}||<i class=g></i>119": "8119",
    ".g::before{counter-increment:c 7;content:counter(c)}||<i class=g></i>119": None,
    ".g::before{content:linear-gradient(red,red);display:inline-block;width:9px;height:9px}"
    "||<i class=g></i>119": None,
    ".g::before{content:'-'}||<i class=g></i>119": "-119",
    ".g::before{content:'.'}||119<i class=g>5</i>": "119.5",
    "@media all{.g::before{content:'119'}}||<i class=g></i>": "119",
    "<ol><li>119</ol>": None,
    "<ol start=5><li value=7>119</ol>": None,
    "li{list-style:decimal inside}||<ul><li>119</ul>": None,
    "li{list-style:upper-roman inside}||<ul><li>119</ul>": None,
    ".g{display:list-item;list-style:decimal inside}||<div class=g>119</div>": None,
    "<q>119</q>": None,
    ".g::before{content:'';border-top:2px solid red;position:absolute;width:30px;top:15px}"
    "||<i class=g>119</i>": None,
}
MOVED: Final[Cells] = {
    "<bdo dir=rtl>911</bdo>": "119",
    ".r{direction:rtl;unicode-bidi:bidi-override}||<i class=r>911</i>": "119",
    "\u202e911\u202c": "119",
    "\u2067119\u2069-": None,
    "<i dir=rtl>119-</i>": "-119",
    ".r{direction:rtl}||<div class=r><i style='display:inline-block'>1</i>"
    "<i style='display:inline-block'>19</i></div>": None,
    ".f{float:left}||19<i class=f>1</i>": "119",
    ".f{float:right}||<i class=f>1</i>19": None,
    ".x{display:flex;flex-direction:row-reverse}||<div class=x><i>19</i><i>1</i></div>": "119",
    ".x{display:flex}.y{order:-1}||<div class=x><i>19</i><i class=y>1</i></div>": "119",
    ".t{display:inline-block;transform:rotate(180deg)}||<i class=t>6</i>": None,
    ".t{display:inline-block;transform:scaleX(-1)}||<i class=t>8119</i>": None,
    ".t{display:inline-block;rotate:180deg}||<i class=t>6</i>": None,
    ".t{display:inline-block;scale:-1}||<i class=t>6</i>": None,
    ".m{margin-left:-30px;background:white}||8119<i class=m>5</i>": None,
    ".m{position:absolute;left:0;background:white}||<i class=m>119</i>8": None,
    ".l{letter-spacing:-1em}||<i class=l>119</i>": None,
    ".b{display:block}||1<i class=b>19</i>": None,
    "1<br>19": None,
    "1<p>19": None,
    "<p>1</p><p>19</p>": None,
    "1 19": None,
    "<div style='display:grid'><i>1</i><i>19</i></div>": None,
    ".z{-webkit-text-security:disc}||<i class=z>119</i>": None,
    ".z{display:inline-block;filter:blur(9px)}||<i class=z>119</i>": None,
    ".z{font-size:1px}||<i class=z>8</i>119": None,
    ".z::first-letter{font-size:0}||<div class=z>8119</div>": "119",
    ".z{text-shadow:40px 0 0 #000}||<i class=z>119</i>": None,
    ".z{display:inline-block;width:25px;overflow:hidden}||<i class=z>119119</i>": None,
    ".z{display:inline-block;width:25px;overflow:auto;white-space:nowrap}||<i class=z>119119</i>"
    "": None,
    ".z{display:inline-block;width:0}||<i class=z>8</i>119": None,
    ".z{margin-left:calc(0px - 1em)}||8<i class=z>119</i>": None,
    ".z{position:absolute;left:100px;width:12px;height:30px;background:#fff}||8119<i class=z></i>"
    "": None,
    ".w{position:relative}td::after{content:'';position:absolute;left:100px;width:10px;height:30px;"
    "background:white}||8119": None,
    ".z{color:canvas}||119<i class=z>8</i>": "119",
    ".z{color:color-mix(in srgb,white,white)}||119<i class=z>8</i>": "119",
    ":root{--c:white}.z{color:var(--c)}||119<i class=z>8</i>": "119",
    "119<font color=ffffff>8</font>": "119",
    ".z{font-size:clamp(0px,0px,0px)}||119<i class=z>8</i>": "119",
    ".z{-webkit-text-stroke:9px white}||<i class=z>8</i>": None,
    "i{background:linear-gradient(transparent 45%,red 45%,red 55%,transparent 55%)}||<i>119</i>"
    "": None,
    "td{background:linear-gradient(transparent 45%,red 45%,red 55%,transparent 55%)}||119": None,
    "<i><template shadowrootmode=open>119</template>8</i>": None,
    "<div><template shadowrootmode=open>119</template>8</div>": "119",
    "s{all:unset}||<s>119</s>": "119",
}
OBJECTS: Final[Cells] = {
    "<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=' "
    "width=20 height=20 alt=119>": None,
    "<img src=n119.png alt=119 width=20 height=20>": None,
    "1<img src=n.png width=20 height=20>": None,
    "<svg width=40 height=20><text x=0 y=15>119</text></svg>": "119",
    "<canvas width=40 height=20 style='background:red'>119</canvas>": None,
    "<object data=x.pdf width=40 height=20>119</object>": "119",
    "<embed src=x width=40 height=20>": None,
    "<iframe srcdoc=119 width=60 height=20></iframe>": None,
    "<video width=40 height=20 controls>119</video>": None,
    "<picture><source srcset=a><img src=b width=20 height=20></picture>": None,
    "i{display:inline-block;width:20px;height:20px;background:linear-gradient(red,red)}||"
    "<i></i>119": None,
    "td:nth-child(2){background:linear-gradient(red,red)}||": None,
    "<input value=119>": None,
    "<input type=checkbox>119": None,
    "<input type=image src=x width=20 height=20>": None,
    "<select><option>119<option>8</select>": None,
    "<textarea rows=1 cols=4>119</textarea>": None,
    "<button>119</button>": None,
    "<meter value=.5></meter>119": None,
    "<progress value=.5></progress>119": None,
    "<script>document.write(119)</script>": "119",
    "1<script>document.write(19)</script>": "119",
    "<math><mfrac><mn>1</mn><mn>9</mn></mfrac></math>": None,
}
PLAIN: Final[Cells] = {
    "119": "119",
    "<p>119</p>": "119",
    "<p><span>1</span><span>19</span></p>": "119",
    "1<!-- 8 -->19": "119",
    "&#49;&#x31;9": "119",
    "<span class=xl66>119</span>": "119",
    "  119\n ": "119",
    "<style>.q{display:none}</style>119": "119",
    ".h{display:none}||<i class=H2>1</i>19": "119",
    "@media print{.h{display:none}}||<i class=h>119</i>": "119",
    ".h{display:none}.h.s{display:inline}||<i class='h s'>119</i>": "119",
    ".h{display:none}||<i class=h style='display:inline!important'>119</i>": "119",
    "i:hover{display:none}||<i>119</i>": "119",
    "s{text-decoration:none}||<s>119</s>": "119",
    "i{color:windowtext}||<i>119</i>": "119",
    "i{color:auto}||<i>119</i>": "119",
    "i{color:nosuch}||<i>119</i>": "119",
    "sup{vertical-align:baseline;font-size:inherit}||<sup>119</sup>": "119",
    "[hidden]{display:inline}||<i hidden>119</i>": "119",
    ".a{visibility:hidden}.b{visibility:visible}||<div class=a><i class=b>119</i></div>": "119",
    ".a{font-size:0}.b{font-size:16px}||<div class=a><i class=b>119</i></div>": "119",
    "td::after{content:''}||119": "119",
    "body{filter:grayscale(1)}div.w{transform:translateZ(0);float:left}||119": "119",
    "<o:p></o:p><span style='mso-spacerun:yes'></span><p style='margin-right:-.05pt;"
    "text-indent:0cm;mso-char-indent-count:-1.0;layout-grid-mode:char'>119</p>": "119",
    "<script type='text/template'>8</script>119": "119",
    "<input type=hidden value=8>119": "119",
    "<img src=x width=1 height=1>119": "119",
    "<audio>8</audio>119": "119",
    "td{color:#fff}||<i style='color:#000'>119</i>": "119",
    "": "",
}
ALL: Final[Cells] = {**HIDDEN, **MARKED, **GENERATED, **MOVED, **OBJECTS, **PLAIN}


def page_of(cell: str) -> str:
    """Return a page with the cell between two others, of a fixed size."""
    style, _, inside = cell.rpartition("||")
    return (
        "<!DOCTYPE html><meta charset=utf-8><style>body{margin:0}i{font-style:normal}p,ol,ul{"
        "margin:0}table{table-layout:fixed;border-spacing:0;width:300px}td{height:40px;padding:0;"
        f"font-size:16px;font-family:monospace}}</style><style>{style}</style><div class=w>"
        f"<table><tr><td>行<td>{inside}</td><td>9</table></div>"
    )
