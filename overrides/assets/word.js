// A Word document (.docx) made in the browser, for lists and templates alike. Pure functions: no page, no storage.
//
// Document: {title, locale ("nb-NO"), author, footer, blocks}. Blocks: {kind: "title" | "heading1" | "heading2" |
// "text" | "label" | "below", text} | {kind: "box", box, text} | {kind: "table", name, widths (mm), head: [text],
// rows: [[cell]]} | {kind: "field", ...control}.
// Cell: a list of {text, bold?, small?} | {box: {id, name, ticked}} | {control}; a control is
// {id, name, value, hint, type: "text" | "date" | "choice", options?}: a field to fill in, or what was filled in.

import { zip } from "./zip.js";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const W14 = "http://schemas.microsoft.com/office/word/2010/wordml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const LONGEST_NAME = 64; // characters that Word allows in the name of a content control
const TWIPS = 1440 / 25.4; // a millimetre in twentieths of a point

// No XML may hold these, escaped or not; a lone half of a pair is none either.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const escaped = (text) => text.replace(FORBIDDEN, "").replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt()};`);
const named = (text) => escaped(text.replace(/\s+/g, " ").slice(0, LONGEST_NAME));

const lines = (text) =>
  text.replace(FORBIDDEN, "").split(/\r\n|\r|\n/).map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`).join("<w:br/>");
const run = (text, { bold, small } = {}) =>
  `<w:r><w:rPr>${bold ? "<w:b/>" : ""}${small ? '<w:sz w:val="20"/>' : ""}</w:rPr>${lines(text)}</w:r>`;
const paragraph = (inner, style = "") => `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${inner}</w:p>`;

const box = ({ id, name, ticked }, number) =>
  `<w:sdt><w:sdtPr><w:alias w:val="${named(name)}"/><w:tag w:val="${named(id)}"/><w:id w:val="${number}"/>` +
  `<w14:checkbox><w14:checked w14:val="${Number(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>` +
  '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>' +
  '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>' +
  `<w:t>${ticked ? "\u2612" : "\u2610"}</w:t></w:r></w:sdtContent></w:sdt>`;

const CONTROL = {
  text: () => '<w:text w:multiLine="1"/>',
  date: () => '<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:calendar w:val="gregorian"/></w:date>',
  choice: ({ options }) =>
    `<w:dropDownList>${options.map((option) => `<w:listItem w:displayText="${named(option)}" w:value="${named(option)}"/>`).join("")}</w:dropDownList>`,
};

// What was filled in is text; what was not is a control that shows its hint, which Word replaces as one writes.
const control = (field, number) =>
  /[^\r\n]/.test(escaped(field.value))
    ? run(field.value)
    : `<w:sdt><w:sdtPr><w:alias w:val="${named(field.name)}"/><w:tag w:val="${named(field.id)}"/><w:id w:val="${number}"/>` +
      `<w:showingPlcHdr/>${CONTROL[field.type](field)}</w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="Hint"/></w:rPr>` +
      `${lines(field.hint)}</w:r></w:sdtContent></w:sdt>`;

const boxed = (part, number) => paragraph(`${box(part.box, number)}<w:r><w:tab/></w:r>${run(part.text)}`, "Item");

// Each cell is a list of paragraphs; a box and the text after it share one.
function cell(parts, width, next) {
  const made = parts.map((part) => {
    if (part.box) return boxed(part, next());
    if (part.control) return paragraph(control(part.control, next()));
    return paragraph(run(part.text, part), part.small ? "Below" : "");
  });
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${made.join("") || "<w:p/>"}</w:tc>`;
}

function table({ name, widths, head, rows }, next) {
  const wide = widths.map((width) => Math.round(width * TWIPS));
  const line = (cells, mark = "") => `<w:tr>${mark}${cells.map((parts, place) => cell(parts, wide[place], next)).join("")}</w:tr>`;
  const edges = ["top", "left", "bottom", "right", "insideH", "insideV"]
    .map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`)
    .join("");
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${wide.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${edges}</w:tblBorders>` +
    `<w:tblLayout w:type="fixed"/><w:tblCaption w:val="${named(name)}"/></w:tblPr>` +
    `<w:tblGrid>${wide.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>` +
    // Only this mark: LibreOffice 7.4 loses rows of a table that also has rows not to be split (`w:cantSplit`).
    line(head.map((text) => [{ text, bold: true }]), "<w:trPr><w:tblHeader/></w:trPr>") +
    `${rows.map((cells) => line(cells)).join("")}</w:tbl><w:p/>`
  );
}

const STYLE = { title: "Title", heading1: "Heading1", heading2: "Heading2", label: "Label", below: "Below", text: "" };

function body(blocks) {
  let last = 0;
  const next = () => ++last;
  const made = blocks.map((block) => {
    if (block.kind === "table") return table(block, next);
    if (block.kind === "box") return boxed(block, next());
    if (block.kind === "field") return paragraph(control(block, next()), "Field");
    return paragraph(run(block.text), STYLE[block.kind]);
  });
  return made.join("");
}

const style = (id, name, { size = 22, bold, before = 0, after = 80, level, left = 0, hanging = 0, keep, color }) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>` +
  `${keep ? "<w:keepNext/>" : ""}${hanging ? `<w:tabs><w:tab w:val="left" w:pos="${left}"/></w:tabs>` : ""}` +
  `<w:spacing w:before="${before}" w:after="${after}"/>${left ? `<w:ind w:left="${left}" w:hanging="${hanging}"/>` : ""}` +
  `${level === undefined ? "" : `<w:outlineLvl w:val="${level}"/>`}</w:pPr>` +
  `<w:rPr>${bold ? "<w:b/>" : ""}${color ? `<w:color w:val="${color}"/>` : ""}<w:sz w:val="${size}"/></w:rPr></w:style>`;

const styles = (locale) =>
  `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>` +
  `<w:sz w:val="22"/><w:lang w:val="${escaped(locale)}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>` +
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>' +
  '<w:style w:type="character" w:styleId="Hint"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>' +
  style("Title", "heading 1", { size: 40, bold: true, after: 120, level: 0, keep: true }) +
  style("Heading1", "heading 2", { size: 28, bold: true, before: 240, after: 100, level: 1, keep: true }) +
  style("Heading2", "heading 3", { size: 23, bold: true, before: 140, after: 40, level: 2, keep: true }) +
  style("Label", "Label", { size: 20, color: "404040", keep: true }) +
  style("Field", "Field", { after: 120 }) +
  style("Item", "Item", { after: 40, left: 400, hanging: 400 }) +
  style("Below", "Below", { size: 20, after: 40, left: 400 }) +
  style("Footer", "footer", { size: 18, after: 0 }) +
  "</w:styles>";

const override = (part, type) => `<Override PartName="/${part}" ContentType="${type}"/>`;
const relations = (...all) =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(([type, target], place) => `<Relationship Id="r${place}" Type="${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

/** The document as the bytes of a .docx file. */
export function word({ title, locale, author, footer, blocks }) {
  return zip({
    "[Content_Types].xml":
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      ["document.main", "styles", "footer", "settings"]
        .map((part) => override(`word/${part.split(".")[0]}.xml`, `${TYPES}.${part}+xml`))
        .join("") +
      `${override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")}</Types>`,
    "_rels/.rels": relations(
      [`${RELATION}/officeDocument`, "word/document.xml"],
      [`${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"],
    ),
    "docProps/core.xml":
      `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
      `<dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(author)}</dc:creator><dc:language>${escaped(locale)}</dc:language></cp:coreProperties>`,
    "word/_rels/document.xml.rels": relations(
      [`${RELATION}/styles`, "styles.xml"],
      [`${RELATION}/footer`, "footer.xml"],
      [`${RELATION}/settings`, "settings.xml"],
    ),
    "word/settings.xml":
      `${HEAD}<w:settings xmlns:w="${W}"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
      `<w:themeFontLang w:val="${escaped(locale)}"/></w:settings>`,
    "word/styles.xml": styles(locale),
    "word/footer.xml": `${HEAD}<w:ftr xmlns:w="${W}">${paragraph(run(footer), "Footer")}</w:ftr>`,
    "word/document.xml":
      `${HEAD}<w:document xmlns:w="${W}" xmlns:w14="${W14}" xmlns:r="${RELATION}"><w:body>${body(blocks)}<w:sectPr>` +
      '<w:footerReference w:type="default" r:id="r1"/><w:pgSz w:w="11906" w:h="16838"/>' +
      '<w:pgMar w:top="1020" w:right="1020" w:bottom="1020" w:left="1020" w:header="500" w:footer="500" w:gutter="0"/>' +
      "</w:sectPr></w:body></w:document>",
  });
}
