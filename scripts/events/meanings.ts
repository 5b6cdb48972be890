import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = join(import.meta.dirname, '../../controller/domain/catalogue');

/** Fields that mean the same wherever they stand. A doc comment in the catalogue goes before these. */
const common: Readonly<Record<string, string>> = {
  aliases: 'Other names by which official records address it.',
  alarm: 'Id of the alarm.',
  artwork: 'What is to be printed.',
  attempt: 'Which attempt at this intent, 1 to 3.',
  bytes: 'Size of what was about to be sent, bytes.',
  by: 'Number of the person; null when the system did it.',
  channel: 'Channel, 1-based as printed on the board; for notices, the id of the channel.',
  compartment: 'Id of the compartment.',
  compartments: 'Ids of the compartments.',
  copies: 'Copies over all recipients.',
  counted: 'What the sensors counted; null where nothing counts.',
  department: 'Code of the department.',
  departments: 'Codes of the departments.',
  detail: 'One line for a technician; null when there is nothing to say.',
  device: 'Id of the device.',
  digest: 'SHA-256 of what was about to be sent, hex.',
  docket: 'Docket code of the piece; null where none was valid.',
  dockets: 'Docket codes of the pieces.',
  document: 'Id of the document.',
  door: 'Which door of the compartment.',
  evidence: 'What makes it sure.',
  expected: 'Docket codes that were scanned.',
  final: 'True when nothing will make it print.',
  flow: 'What the person chose to do.',
  intent: 'Id of the permission to open; the same for every attempt. Null when none explains it.',
  issuers: 'Issuing organs, the lead organ first.',
  job: 'Id of the print job.',
  kind: 'Kind.',
  left: 'Docket codes that stayed where they were.',
  method: 'Means of sign-in.',
  moved: 'Docket codes that went in or came out.',
  name: 'Name as shown.',
  note: 'In the person’s own words; null when they gave none.',
  number: 'Document number; empty or 无 when it has none.',
  oaId: 'Id in the OA system, if any.',
  outcome: 'What became of it.',
  pages: 'Pages, if known.',
  person: 'Number of the person.',
  pieces: 'Docket codes of the pieces.',
  print: 'What the person asked to be printed.',
  printer: 'Id of the printer.',
  reason: 'Why.',
  reply: 'The frame as seen on the wire, lower-case hex; null when none came.',
  root: 'Merkle root over the first `size` events, hex.',
  roles: 'Roles of the person.',
  sequence: 'Sequence of the event that proves the hand-over.',
  service: 'The state of service.',
  session: 'Id of the session.',
  settled: 'What the person declared.',
  settledBy: 'How that was established.',
  standsInFor: 'Codes of departments the person stands in for.',
  station: 'Id of the station; null away from any.',
  title: 'Title; shown at stations and in the office, never logged.',
  until: 'End of the lock, UTC.',
  urgency: 'Urgency mark.',
  verdict: 'The answer the person got.',
  way: 'The way in by which it came.',
  why: 'The cause.',
};

interface Documented {
  /** `<event or shared constant>.<field>` → what the doc comment above the field says. */
  readonly texts: Map<string, string>;
  /** Names used in an event's definition, shared constants among them. */
  readonly uses: Map<string, Set<string>>;
}

const documented = (): Documented => {
  const found: Documented = { texts: new Map(), uses: new Map() };
  for (const file of readdirSync(folder)) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    for (const statement of source.statements)
      if (ts.isVariableStatement(statement))
        for (const declaration of statement.declarationList.declarations) collect(declaration, found);
  }
  return found;
};

const collect = (declaration: ts.VariableDeclaration, found: Documented): void => {
  const owner = ownerOf(declaration);
  const used = new Set<string>();
  found.uses.set(owner, used);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
      const text = ts.getJSDocCommentsAndTags(node).map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '');
      if (text.length > 0)
        found.texts.set(`${owner}.${node.name.getText()}`, text.join(' ').replaceAll(/\s+/g, ' '));
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
};

/** The event's name for a definition, else the constant's. */
const ownerOf = ({ name, initializer }: ts.VariableDeclaration): string => {
  const type = initializer && ts.isCallExpression(initializer) ? initializer.arguments[1] : undefined;
  return type && ts.isStringLiteral(type) ? type.text : name.getText();
};

/** What an event's definition uses, directly first, then what that uses in turn. */
const reached = (uses: Documented['uses'], event: string): string[] => {
  const found = new Set(uses.get(event));
  for (const name of found) for (const next of uses.get(name) ?? []) found.add(next);
  return [...found];
};

/** Meaning of a field of an event. Throws an Error that says where to write it when nobody did. */
export const createMeanings = (): ((event: string, field: string) => string) => {
  const { texts, uses } = documented();
  return (event, field) => {
    const shared = reached(uses, event)
      .map((name) => texts.get(`${name}.${field}`))
      .find(Boolean);
    const meaning = texts.get(`${event}.${field}`) ?? shared ?? common[field];
    if (meaning === undefined)
      throw new Error(
        `controller/domain/catalogue: field '${field}' of ${event} has no meaning: ` +
          'write a doc comment above it, or add it to scripts/events/meanings.ts',
      );
    return meaning;
  };
};
