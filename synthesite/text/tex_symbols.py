r"""TeX's commands as tables: what each stands for in Unicode, or what it does with its arguments.

Sources: The LaTeX Companion (accents, text symbols), the Comprehensive LaTeX Symbol List, unicode-math's table, and the
manual of BibLaTeX (the `\mkbib…` commands).
"""

from __future__ import annotations

import unicodedata

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "G": "\u030f", "U": "\u030e", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "h": "\u0309", "C": "\u030f", "f": "\u0311",
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "vec": "\u20d7",
    "overline": "\u0305", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "acute": "\u0301",
    "grave": "\u0300", "mathring": "\u030a", "ocirc": "\u030a", "textcommabelow": "\u0326", "textogonekcentered":
    "\u0328", "textsubdot": "\u0323",
}  # fmt: skip
"""Commands that put a mark on the first letter of their argument, as combining characters."""

STANDALONE_ACCENTS = {"^": "^", "~": "~", "`": "`", "'": "'", '"': '"', "=": "¯", ".": "."}
r"""What an accent without a letter stands for: `\~{}` is how a tilde is written."""

_GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon
phi chi psi omega"""
_FUNCTIONS = """sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln lg exp lim max min sup inf det dim
ker gcd arg mod deg hom Pr limsup liminf"""


def _greek(name: str, size: str) -> str:
    return unicodedata.lookup(f"GREEK {size} LETTER {'LAMDA' if name == 'lambda' else name.upper()}")


SYMBOLS: dict[str, str] = {
    **{name: _greek(name, "SMALL") for name in _GREEK.split()},
    **{name.title(): _greek(name, "CAPITAL") for name in _GREEK.split()},
    **{f"text{name}": _greek(name, "SMALL") for name in _GREEK.split()},
    **{f"text{name.title()}": _greek(name, "CAPITAL") for name in _GREEK.split()},
    "varepsilon": "ε", "varphi": "φ", "vartheta": "ϑ", "varrho": "ϱ", "varsigma": "ς", "varpi": "ϖ", "varkappa": "ϰ",
    "upmu": "μ", "micro": "µ", "textmu": "µ", "textmugreek": "μ", "digamma": "ϝ",
    # letters
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "imath": "ı", "jmath": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "textschwa": "ə", "cprime": "ʹ", "cdprime": "ʺ",
    "textturncommaabove": "ʻ", "ayn": "ʿ", "hamza": "ʾ", "lasp": "ʽ", "rasp": "ʼ", "soft": "ʹ", "hard": "ʺ",
    # punctuation
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "lq": "‘", "rq": "’", "dq": '"', "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘",
    "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›", "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«",
    "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "og": "«\u202f", "fg": "\u202f»",
    "guilsinglleft": "‹", "guilsinglright": "›", "textquotedbl": '"', "textquotesingle": "'", "textasciigrave": "`",
    "ldots": "…", "dots": "…", "textellipsis": "…", "dotsc": "…", "dotsb": "…", "cdots": "⋯", "textperiodcentered": "·",
    "textbullet": "•", "bullet": "•", "textexclamdown": "¡", "textquestiondown": "¿", "slash": "/", "hyphen": "-",
    "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textasciimacron": "¯",
    "textasciidieresis": "¨", "textasciiacute": "´", "textunderscore": "_", "textbraceleft": "{", "textbraceright": "}",
    "lbrace": "{", "rbrace": "}", "textbar": "|", "textbardbl": "‖", "vert": "|", "Vert": "‖", "mid": "|", "colon": ":",
    "textless": "<", "textgreater": ">", "lt": "<", "gt": ">", "textsection": "§", "S": "§", "P": "¶", "textparagraph":
    "¶", "dag": "†", "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "dagger": "†", "ddagger": "‡",
    "textvisiblespace": "␣", "textnumero": "№", "No": "№", "no": "№", "textthreequartersemdash": "—", "lbrack": "[",
    "rbrack": "]", "textasteriskcentered": "*", "ast": "*", "textperthousand": "‰", "textpertenthousand": "‱",
    "textdollar": "$", "mathdollar": "$", "textampersand": "&", "texthash": "#", "textpercent": "%", "bibnamedash": "—",
    "addspace": " ", "addnbspace": " ", "addcomma": ",", "addcolon": ":", "adddot": ".", "bibrangedash": "–",
    "textnonbreakinghyphen": "-",
    # money, units, marks
    "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "EUR": "€", "textyen": "¥", "yen": "¥",
    "textcent": "¢", "textwon": "₩", "textcurrency": "¤", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "circledR": "®", "texttrademark": "™", "degree": "°", "textdegree": "°", "celsius": "℃", "textcelsius": "℃",
    "textordfeminine": "ª", "textordmasculine": "º", "textohm": "Ω", "ohm": "Ω", "angstrom": "Å", "AngstromSign": "Å",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textonesuperior": "¹", "texttwosuperior": "²",
    "textthreesuperior": "³", "textpm": "±", "textminus": "−", "texttimes": "×", "textdiv": "÷", "textlnot": "¬",
    "textsurd": "√", "textfractionsolidus": "⁄", "textbrokenbar": "¦", "textleftarrow": "←", "textrightarrow": "→",
    "textuparrow": "↑", "textdownarrow": "↓", "checkmark": "✓", "textmusicalnote": "♪", "female": "♀", "male": "♂",
    # names
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "ConTeXt": "ConTeXt", "MF": "METAFONT", "METAFONT": "METAFONT", "AmS": "AMS", "AMS": "AMS",
    # mathematics
    "times": "×", "div": "÷", "pm": "±", "mp": "∓", "cdot": "⋅", "cdotp": "·", "centerdot": "·", "circ": "∘", "star":
    "⋆", "leq": "≤", "le": "≤", "leqslant": "⩽", "geq": "≥", "ge": "≥", "geqslant": "⩾", "neq": "≠", "ne": "≠", "ll":
    "≪", "gg": "≫", "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡", "propto": "∝", "lesssim": "≲",
    "gtrsim": "≳", "prec": "≺", "succ": "≻", "doteq": "≐", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑",
    "prod": "∏", "int": "∫", "oint": "∮", "surd": "√", "prime": "′", "ell": "ℓ", "hbar": "ℏ", "hslash": "ℏ", "Re": "ℜ",
    "Im": "ℑ", "aleph": "ℵ", "wp": "℘", "emptyset": "∅", "varnothing": "∅", "in": "∈", "notin": "∉", "ni": "∋",
    "subset": "⊂", "supset": "⊃", "subseteq": "⊆", "supseteq": "⊇", "cup": "∪", "cap": "∩", "setminus": "∖",
    "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "neg": "¬", "lnot": "¬", "forall": "∀", "exists": "∃",
    "nexists": "∄", "therefore": "∴", "because": "∵", "perp": "⊥", "bot": "⊥", "top": "⊤", "parallel": "∥", "angle":
    "∠", "triangle": "△", "square": "□", "Box": "□", "blacksquare": "■", "diamond": "⋄", "Diamond": "◇", "oplus": "⊕",
    "ominus": "⊖", "otimes": "⊗", "oslash": "⊘", "odot": "⊙", "bigoplus": "⨁", "bigotimes": "⨂", "vdash": "⊢",
    "models": "⊨", "vDash": "⊨", "to": "→", "rightarrow": "→", "longrightarrow": "→", "leftarrow": "←", "gets": "←",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⇔", "implies": "⇒",
    "uparrow": "↑", "downarrow": "↓", "updownarrow": "↕", "mapsto": "↦", "hookrightarrow": "↪", "rightleftharpoons":
    "⇌", "rightharpoonup": "⇀", "nearrow": "↗", "searrow": "↘", "leadsto": "⇝", "langle": "⟨", "rangle": "⟩", "lfloor":
    "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "dotplus": "∔", "amalg": "⨿", "flat": "♭", "natural": "♮", "sharp":
    "♯", "clubsuit": "♣", "diamondsuit": "♦", "heartsuit": "♥", "spadesuit": "♠", "beth": "ℶ", "complement": "∁",
    "mho": "℧", "eth": "ð", "minus": "−", "sun": "☉", "odotsun": "☉", "earth": "⊕", "lhd": "⊲",
    "rhd": "⊳", "bowtie": "⋈", "ltimes": "⋉", "rtimes": "⋊", "sqsubseteq": "⊑", "sqcup": "⊔", "sqcap": "⊓",
    **{name: name for name in _FUNCTIONS.split()},
    # blanks
    "quad": " ", "qquad": " ", "enspace": " ", "enskip": " ", "thinspace": " ", "space": " ", "nobreakspace": " ",
    "textspace": " ", "thickspace": " ", "medspace": " ", "par": " ", "newline": " ", "linebreak": " ", "item": " ",
    "hfill": " ", "hskip": " ", "negthinspace": "", "textcompwordmark": "", "newblock": " ",
}  # fmt: skip
"""Commands without arguments, and what they stand for."""

CHARACTERS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\t": " ", "\n": " ", "\r": " ",
    ",": " ", ";": " ", ":": " ", ">": " ", "!": "", "/": "", "-": "", "@": "", "\\": " ", "|": "‖", "*": "", "+": "",
    "(": "", ")": "", "[": "", "]": "",
}  # fmt: skip
"""Commands whose name is one character that is no letter, but for the accents."""

TAGS = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic", "mathit", "em", "it", "sl"), "i"),
    **dict.fromkeys(("itshape", "slshape", "bibemph"), "i"),
    **dict.fromkeys(("textbf", "mathbf", "mkbibbold", "bm", "boldsymbol", "pmb", "bf", "bfseries", "strong"), "b"),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript", "up", "sp"), "sup"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), "sub"),
}
"""Commands that are one of CSL's inline tags."""

DECLARATIONS = frozenset({"em", "it", "sl", "itshape", "slshape", "bf", "bfseries"})
"""Those of `TAGS` that hold to the end of their group instead of having an argument."""

IGNORED = frozenset({
    "relax", "protect", "noindent", "ignorespaces", "leavevmode", "displaystyle", "textstyle", "scriptstyle",
    "scriptscriptstyle", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "limits",
    "nolimits", "rm", "sc", "tt", "sf", "scshape", "upshape", "rmfamily", "sffamily", "ttfamily", "normalfont",
    "normalsize", "small", "large", "Large", "footnotesize", "scriptsize", "tiny", "mdseries", "unskip", "null",
    "nobreak", "allowbreak", "break", "boldmath", "unboldmath", "bgroup", "egroup", "begingroup", "endgroup",
    "sloppy", "raggedright", "centering", "maketitle", "xspace", "nolinebreak", "autocap", "adddotspace"
})  # fmt: skip
"""Commands without arguments that leave no trace in a text."""

DROPPED_ARGUMENTS = {
    "noopsort": 1, "NOOPSORT": 1, "SortNoop": 1, "sortnoop": 1, "hspace": 1, "vspace": 1, "label": 1, "index": 1,
    "footnote": 1, "thanks": 1, "discretionary": 3, "color": 1, "fontsize": 2, "selectlanguage": 1, "phantom": 1,
    "hphantom": 1, "vphantom": 1, "begin": 1, "end": 1, "bibitem": 1, "pagestyle": 1, "stepcounter": 1,
}  # fmt: skip
"""Commands whose arguments are no text, and how many they have."""

LAST_ARGUMENT = {
    "href": 2, "textcolor": 2, "foreignlanguage": 2, "raisebox": 2, "parbox": 2, "colorbox": 2, "texorpdfstring": 2,
    "textlang": 2, "fontencoding": 1, "hyperlink": 2, "scalebox": 2, "overset": 2, "makebox": 1,
}  # fmt: skip
"""Commands whose last argument is the text, and how many they have."""

WRAPPED = {
    "mkbibparens": ("(", ")"), "parentext": ("(", ")"), "mkbibbrackets": ("[", "]"), "brackettext": ("[", "]"),
    "sqrt": ("√", ""), "textquote": ("“", "”"), "guillemets": ("«", "»"), "abs": ("|", "|"),
}  # fmt: skip
"""Commands that put something around their argument."""

QUOTES = frozenset({"enquote", "mkbibquote"})
"""Commands that quote; inside another they take single quotation marks."""

SUPERSCRIPTS = dict(zip("0123456789+-−=()ni∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ°", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
