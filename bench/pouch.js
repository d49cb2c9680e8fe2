// SPDX-License-Identifier: GPL-3.0-or-later
// The peer of catching up: documents of 2 KB from pouchdb-server into an empty PouchDB (LevelDB).
//   node pouch.js fill URL COUNT          node pouch.js pull URL FOLDER BATCH → seconds
'use strict';
const crypto = require('crypto');
const PouchDB = require('pouchdb');

const [action, url, third, batch] = process.argv.slice(2);

async function fill (count) {
  const remote = new PouchDB(url);
  for (let done = 0; done < count; done += 1000) {
    const docs = [];
    for (let i = done; i < Math.min(done + 1000, count); i++)
      docs.push({ _id: 'case-' + String(i).padStart(6, '0'), text: crypto.randomBytes(1470).toString('base64') });
    await remote.bulkDocs(docs);
  }
  const info = await remote.info();
  if (info.doc_count !== count) throw new Error(`the server has ${info.doc_count} of ${count} documents`);
}

async function pull (folder, size) {
  const local = new PouchDB(folder);
  const begin = process.hrtime.bigint();
  const result = await local.replicate.from(url, { batch_size: size, batches_limit: 10 });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  console.log(`${result.docs_written}\t${seconds.toFixed(3)}`);
}

const run = action === 'fill' ? fill(Number(third)) : pull(third, Number(batch));
run.then(() => process.exit(0), error => { console.error(error); process.exit(1); });
