"""A Paper in Word, in the style of the house.

The XML is written directly: the blocks of a Paper are few, a file takes a few milliseconds where a document
tree takes a hundred, and the same Paper always gives the same bytes. Filling a buyer's own Word file is
another matter, for python-docx.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tender.documents.archive import pack
from tender.documents.french import typeset
from tender.documents.paper import (
    Block,
    Bullets,
    Column,
    Contents,
    Cover,
    Fields,
    Grid,
    Heading,
    Paper,
    Para,
    Picture,
    Quote,
    Run,
    Signatures,
    Ticks,
    Tone,
    Words,
    example_mark,
    pictures_of,
    runs,
)
from tender.documents.writable import writable
from tender.documents.writers import docx_parts as parts
from tender.documents.writers.raster import rasters

WIDTH = 9638
"""Of the text, in twentieths of a point: A4 with margins of 2 cm."""

TWENTIETH = 635
"""English Metric Units in a twentieth of a point."""

LOGO_HEIGHT = 540_000
"""Of a logo on the cover: 1.5 cm in English Metric Units."""

TOGETHER = 10
"""Rows of a table that stay on one page."""

_TONES = {
    Tone.PLAIN: "",
    Tone.STRONG: "<w:b/>",
    Tone.EMPHASIS: "<w:i/>",
    Tone.MUTED: f'<w:color w:val="{parts.GREY}"/>',
    Tone.MISSING: f'<w:b/><w:color w:val="{parts.MISSING_INK}"/>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{parts.MISSING_WASH}"/>',
}
_PARA_STYLES = {"body": "Normal", "small": "Small", "lead": "Lead"}


def write_docx(paper: Paper, pages: Mapping[int, int] | None = None) -> bytes:
    """The bytes of a .docx. `pages`: each heading's page, by its rank, shown in the contents at first."""
    body = _Body(paper, pages or {}).xml()
    images = rasters(pictures_of(paper))
    texts = (
        (name, text.encode())
        for name, text in (
            ("[Content_Types].xml", parts.CONTENT_TYPES),
            ("_rels/.rels", parts.RELATIONS),
            ("word/document.xml", body),
            ("word/_rels/document.xml.rels", parts.document_relations(len(images))),
            ("word/styles.xml", parts.STYLES.replace("fr-FR", _locale(paper.language))),
            ("word/numbering.xml", parts.NUMBERING),
            ("word/settings.xml", parts.SETTINGS),
            ("word/fontTable.xml", parts.FONTS),
            ("word/header1.xml", _edge("hdr", "Header", paper.head, _mark(paper))),
            ("word/header2.xml", _edge("hdr", "Header", "", _mark(paper))),
            ("word/footer1.xml", _edge("ftr", "Footer", paper.foot, _page_of_pages(paper))),
            ("word/footer2.xml", _edge("ftr", "Footer", "", "")),
            ("docProps/core.xml", _core(paper)),
        )
    )
    media = ((f"word/{parts.picture_part(rank)}", data) for rank, data in enumerate(images, start=1))
    return pack((*texts, *media))


def _text(text: str) -> str:
    return escape(writable(typeset(text)))


def _run(run: Run, properties: str = "") -> str:
    tone = properties + _TONES[run.tone]
    held = f"<w:rPr>{tone}</w:rPr>" if tone else ""
    lines = _text(run.text).replace("\r\n", "\n").replace("\t", " ").split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{held}{inner}</w:r>"


def _runs(words: Words, properties: str = "") -> str:
    return "".join(_run(run, properties) for run in runs(words))


def _paragraph(style: str, inner: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def _field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _page_of_pages(paper: Paper) -> str:
    word = "Seite" if paper.language == "de" else "page"
    return f"{_runs(f'{word} ')}{_field('PAGE', '1')}{_runs(' / ')}{_field('NUMPAGES', '1')}"


def _mark(paper: Paper) -> str:
    return _run(Run(example_mark(paper.language), Tone.MISSING)) if paper.example else ""


def _edge(kind: str, style: str, left: str, right: str) -> str:
    inner = f"{_runs(left)}<w:r><w:tab/></w:r>{right}"
    return f"{parts.HEAD}<w:{kind} {parts.W}>{_paragraph(style, inner)}</w:{kind}>"


def _locale(language: str) -> str:
    return {"fr": "fr-FR", "de": "de-DE", "en": "en-GB"}.get(language, language)


def _core(paper: Paper) -> str:
    stamp = f"{paper.issued_on.isoformat()}T00:00:00Z"
    return (
        parts.HEAD + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(paper.title)}</dc:title><dc:creator>{_text(paper.author)}</dc:creator>"
        f"<dc:language>{_locale(paper.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def _widths(columns: Sequence[Column]) -> list[int]:
    whole = sum(column.width for column in columns)
    widths = [int(WIDTH * column.width / whole) for column in columns]
    widths[-1] += WIDTH - sum(widths)
    return widths


def _table(widths: Sequence[int], rows: str, *, tight: bool = False) -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{parts.LINE}"'
    sides = '<w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/>'
    margins = f"<w:tblCellMar>{sides}</w:tblCellMar>" if tight else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders><w:top {line}/><w:bottom {line}/>'
        f'<w:insideH {line}/></w:tblBorders><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(width: int, inner: str, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inner}</w:tc>'


def _row(cells: str, head: bool = False) -> str:
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


_GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'


class _Body:
    """The body of one document; counts its headings, for their names in the contents."""

    def __init__(self, paper: Paper, pages: Mapping[int, int]) -> None:
        self._paper, self._pages = paper, pages
        self._headings = [block for block in paper.blocks if isinstance(block, Heading)]
        self._rank = 0
        self._picture = 0

    def xml(self) -> str:
        """word/document.xml."""
        opening = self._cover(self._paper.cover) if self._paper.cover else self._opening()
        blocks = "".join(self._block(block) for block in self._paper.blocks)
        first = "<w:titlePg/>" if self._paper.cover else ""
        section = (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{parts.HEADER}"/>'
            f'<w:headerReference w:type="first" r:id="{parts.FIRST_HEADER}"/>'
            f'<w:footerReference w:type="default" r:id="{parts.FOOTER}"/>'
            f'<w:footerReference w:type="first" r:id="{parts.FIRST_FOOTER}"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1134" w:bottom="1134"'
            f' w:left="1134" w:header="567" w:footer="510" w:gutter="0"/>{first}</w:sectPr>'
        )
        body = f"<w:body>{opening}{blocks}{section}</w:body>"
        return f"{parts.HEAD}<w:document {parts.W} {parts.R}>{body}</w:document>"

    def _opening(self) -> str:
        paper = self._paper
        xml = _paragraph("Title", _runs(paper.title))
        if paper.subtitle:
            xml += _paragraph("Subtitle", _runs(paper.subtitle))
        return xml + (_paragraph("Small", _runs(paper.note)) if paper.note else "")

    def _cover(self, cover: Cover) -> str:
        logos = "".join(
            self._drawing(one, LOGO_HEIGHT * one.width / one.height, LOGO_HEIGHT) + _runs("   ")
            for one in cover.logos
        )
        xml = _paragraph("Logos", logos) if logos else ""
        xml += _paragraph("Above", _runs(cover.above)) + _paragraph("CoverTitle", _runs(cover.title))
        xml += _paragraph("Subtitle", _runs(cover.subtitle)) + _GAP + _fields(Fields(cover.facts))
        xml += "".join(_paragraph("Normal", _runs(line)) for line in cover.below)
        if self._paper.note:
            xml += _paragraph("Small", _runs(self._paper.note))
        return xml + _paragraph("Normal", '<w:r><w:br w:type="page"/></w:r>')

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                xml = self._heading(block)
            case Para():
                keep = "<w:keepNext/>" if block.kept else ""
                xml = _paragraph(_PARA_STYLES[block.kind], _runs(block.words), keep)
            case Bullets():
                xml = "".join(_paragraph("ListBullet", _runs(item)) for item in block.items)
            case Ticks():
                xml = "".join(_tick(ticked, words, inner=block.inner) for ticked, words in block.options)
            case Quote():
                source = _run(Run(f" ({block.source})", Tone.MUTED)) if block.source else ""
                xml = _paragraph("Quote", _runs(f"« {block.text} »") + source)
            case Fields():
                xml = _fields(block)
            case Grid():
                xml = _grid(block)
            case Signatures():
                xml = _signatures(block)
            case Contents():
                xml = self._contents()
            case Picture():
                wide = WIDTH * TWENTIETH * block.share
                drawn = self._drawing(block, wide, wide * block.height / block.width)
                xml = _paragraph("Picture", drawn)
        return xml

    def _drawing(self, picture: Picture, wide: float, high: float) -> str:
        """A picture in a line of text, with what it shows in words; sizes in English Metric Units."""
        rank = self._picture
        self._picture += 1
        size = f'cx="{round(wide)}" cy="{round(high)}"'
        alt = quoteattr(writable(typeset(picture.alt)))
        told = f'id="{rank + 1}" name="Image {rank + 1}" descr={alt}'
        return (
            f'<w:r><w:drawing><wp:inline {parts.WP} distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {size}/><wp:docPr {told}/><a:graphic {parts.A}>"
            f'<a:graphicData uri="{parts.PIC}"><pic:pic xmlns:pic="{parts.PIC}"><pic:nvPicPr>'
            f"<pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="rId{parts.FIRST_PICTURE + rank}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _heading(self, heading: Heading) -> str:
        rank = self._rank
        self._rank += 1
        fresh = "<w:pageBreakBefore/>" if heading.fresh_page else ""
        name = f'<w:bookmarkStart w:id="{rank}" w:name="_Toc{rank:06d}"/>'
        inner = f'{name}{_runs(heading.text)}<w:bookmarkEnd w:id="{rank}"/>'
        return _paragraph(f"Heading{heading.level}", inner, fresh)

    def _contents(self) -> str:
        lines = []
        for rank, heading in enumerate(self._headings):
            if heading.level > 2:
                continue
            page = _field(f"PAGEREF _Toc{rank:06d} \\h", str(self._pages.get(rank, "")))
            inner = f"{_runs(heading.text)}<w:r><w:tab/></w:r>{page}"
            link = f'<w:hyperlink w:anchor="_Toc{rank:06d}" w:history="1">{inner}</w:hyperlink>'
            lines.append((f"TOC{heading.level}", link))
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        xml = "".join(
            _paragraph(style, (begin if index == 0 else "") + link)
            for index, (style, link) in enumerate(lines)
        )
        end = _paragraph("Normal", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        gallery = (
            '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            "</w:docPartObj></w:sdtPr>"
        )
        title = _paragraph("TOCHeading", _runs("Sommaire"))
        return f"<w:sdt>{gallery}<w:sdtContent>{title}{xml}{end}</w:sdtContent></w:sdt>"


def _tick(ticked: bool, words: Words, *, inner: bool) -> str:
    font = 'w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"'
    sign = "☒" if ticked else "☐"
    box = f"<w:r><w:rPr><w:rFonts {font}/></w:rPr><w:t>{sign}</w:t></w:r><w:r><w:tab/></w:r>"
    indent = '<w:ind w:left="794" w:hanging="397"/>' if inner else ""
    return _paragraph("Tick", box + _runs(words), indent)


def _fields(fields: Fields) -> str:
    """A short table stays on one page: each line is kept with the next."""
    kept = "<w:keepNext/>" if len(fields.rows) <= TOGETHER else ""
    widths = [int(WIDTH * 0.34), WIDTH - int(WIDTH * 0.34)]
    rows = "".join(
        _row(
            _cell(widths[0], _paragraph("Cell", _run(Run(label, Tone.MUTED)), kept))
            + _cell(widths[1], _paragraph("Cell", _runs(words), kept))
        )
        for label, words in fields.rows
    )
    return _table(widths, rows) + _GAP


def _grid(grid: Grid) -> str:
    """A small table stays on one page: every line but the last is kept with the next."""
    widths = _widths(grid.columns)
    style = "CellSmall" if grid.small else "Cell"
    together = len(grid.rows) <= TOGETHER
    rows = _row(_head_cells(grid.columns, widths, style), head=True)
    for index, row in enumerate(grid.rows):
        total = index >= len(grid.rows) - grid.totals
        kept = "<w:keepNext/>" if together and index < len(grid.rows) - 1 else ""
        cells = (
            _cell(
                width,
                _paragraph(style, _runs(words, "<w:b/>" if total else ""), kept + _side(column)),
                parts.WASH if total else "",
            )
            for column, width, words in zip(grid.columns, widths, row, strict=True)
        )
        rows += _row("".join(cells))
    return _table(widths, rows, tight=grid.small) + _GAP


def _head_cells(columns: Sequence[Column], widths: Sequence[int], style: str) -> str:
    return "".join(
        _cell(
            width,
            _paragraph(style, _run(Run(column.head, Tone.STRONG)), "<w:keepNext/>" + _side(column)),
            parts.WASH,
        )
        for column, width in zip(columns, widths, strict=True)
    )


def _signatures(signatures: Signatures) -> str:
    columns = tuple(Column(head, 3) for head in signatures.heads)
    widths = _widths(columns)
    rows = _row(_head_cells(columns, widths, "Cell"), head=True)
    height = '<w:trHeight w:val="850" w:hRule="atLeast"/>'
    for words in signatures.rows:
        held = "".join(
            _cell(width, _paragraph("Cell", _runs(inner)))
            for width, inner in zip(widths, (*words, ""), strict=True)
        )
        rows += f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{held}</w:tr>"
    return _table(widths, rows) + _GAP


def _side(column: Column) -> str:
    return f'<w:jc w:val="{column.align.value}"/>'
