"""The fixed parts of every Word file: styles of the house, bullets, settings, relations."""

from __future__ import annotations

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
INK, ACCENT, LINE, WASH, GREY = "1B2430", "1F4E6B", "9FB2C0", "EAF1F5", "5B6770"
MISSING_INK, MISSING_WASH = "7A4B00", "FFF0C2"
FONT = "Calibri"

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    ("word/styles.xml", "styles"),
    ("word/numbering.xml", "numbering"),
    ("word/settings.xml", "settings"),
    ("word/fontTable.xml", "fontTable"),
    ("word/header1.xml", "header"),
    ("word/header2.xml", "header"),
    ("word/footer1.xml", "footer"),
    ("word/footer2.xml", "footer"),
)

CONTENT_TYPES = (
    HEAD
    + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + '<Default Extension="xml" ContentType="application/xml"/>'
    + '<Default Extension="png" ContentType="image/png"/>'
    + f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    + "".join(f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in _PARTS)
    + '<Override PartName="/docProps/core.xml"'
    + ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)

RELATIONS = (
    HEAD
    + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    + '<Relationship Id="rId2" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/'
    + 'package/2006/relationships/metadata/core-properties"/></Relationships>'
)


def picture_part(number: int) -> str:
    """The part that holds a picture, counted from 1."""
    return f"media/image{number}.png"


def document_relations(pictures: int) -> str:
    """What the body refers to: the fixed parts, then so many pictures."""
    held = [(part.removeprefix("word/"), kind) for part, kind in _PARTS]
    held += [(picture_part(number + 1), "image") for number in range(pictures)]
    lines = "".join(
        f'<Relationship Id="rId{index}" Type="{_RELATION}/{kind}" Target="{part}"/>'
        for index, (part, kind) in enumerate(held, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{lines}</Relationships>'


FIRST_PICTURE = len(_PARTS) + 1
"""The number of the relation of the first picture."""

HEADER, FIRST_HEADER, FOOTER, FIRST_FOOTER = "rId5", "rId6", "rId7", "rId8"

SETTINGS = (
    HEAD
    + f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
    + '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting'
    + ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    + '<w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)

# Carlito has Calibri's own widths: where Calibri is absent the pages break at the same words.
FONTS = (
    HEAD
    + f'<w:fonts {W}><w:font w:name="{FONT}"><w:altName w:val="Carlito"/>'
    + '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    + '<w:font w:name="Segoe UI Symbol"><w:altName w:val="DejaVu Sans"/><w:charset w:val="00"/>'
    + '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)

NUMBERING = (
    HEAD
    + f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    + '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
    + '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def _style(identifier: str, name: str, paragraph: str = "", run: str = "", after: str = "") -> str:
    basis = "" if identifier == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if identifier == "Normal" else ""
    follows = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{basis}'
        f"{follows}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, size: int, before: int, rule: str = "") -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{rule}<w:spacing w:before="{before}" w:after="100"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        "Normal",
    )


def _contents(level: int, left: int, run: str = "") -> str:
    return _style(
        f"TOC{level}",
        f"toc {level}",
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
        f'<w:spacing w:before="{60 if level == 1 else 0}" w:after="40"/><w:ind w:left="{left}"/>',
        run,
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_GREY = f'<w:color w:val="{GREY}"/>'
_UNDER = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{ACCENT}"/></w:pBdr>'
_BESIDE = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{LINE}"/></w:pBdr>'
_RIGHT_TAB = '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/>'

STYLES = (
    HEAD
    + f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}"'
    + f' w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="{INK}"/>{_size(21)}<w:lang w:val="fr-FR"/>'
    + '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/>'
    + "</w:pPr></w:pPrDefault></w:docDefaults>"
    + _style("Normal", "Normal")
    + _heading(1, 28, 360, _UNDER)
    + _heading(2, 24, 240)
    + _heading(3, 22, 180)
    + _style(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{ACCENT}"/>{_size(40)}',
    )
    + _style("Subtitle", "Subtitle", '<w:spacing w:after="80"/>', f"{_GREY}{_size(25)}")
    + _style("Lead", "Chapeau", '<w:spacing w:after="140"/>', _size(23))
    + _style(
        "Small", "Petit", '<w:spacing w:after="60" w:line="247" w:lineRule="auto"/>', f"{_GREY}{_size(18)}"
    )
    + _style("Tick", "Case", '<w:spacing w:after="50"/><w:ind w:left="397" w:hanging="397"/>')
    + _style("ListBullet", "List Bullet", '<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="50"/>')
    + _style(
        "Quote", "Quote", f'{_BESIDE}<w:spacing w:after="120"/><w:ind w:left="284" w:right="284"/>', "<w:i/>"
    )
    + _style(
        "Cell", "Cellule", '<w:spacing w:before="30" w:after="30" w:line="247" w:lineRule="auto"/>', _size(20)
    )
    + _style("CellSmall", "Cellule serrée", '<w:spacing w:before="20" w:after="20"/>', _size(16))
    + _style(
        "Above", "Surtitre", '<w:spacing w:before="1800" w:after="200"/>', f"<w:caps/>{_GREY}{_size(22)}"
    )
    + _style("Logos", "Logos", '<w:spacing w:before="200" w:after="0"/>')
    + _style("Picture", "Image", '<w:spacing w:before="60" w:after="120"/><w:jc w:val="center"/>')
    + _style("CoverTitle", "Titre de couverture", f'{_UNDER}<w:spacing w:after="240"/>', f"<w:b/>{_size(60)}")
    + _style("TOCHeading", "TOC Heading", "<w:keepNext/>", f'<w:b/><w:color w:val="{ACCENT}"/>{_size(28)}')
    + _contents(1, 0, "<w:b/>")
    + _contents(2, 284)
    + _style("Header", "header", _RIGHT_TAB, f"{_GREY}{_size(17)}")
    + _style("Footer", "footer", _RIGHT_TAB, f"{_GREY}{_size(17)}")
    + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    + '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    + '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + "</w:styles>"
)
