// nodemailer's side of the bench: a pool of kept connections, each message composed from HTML and text.
// node pooled.mjs PORT CONTENT.json MESSAGES CONNECTIONS
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";

const [port, content, messages, connections] = process.argv.slice(2);
const { subject, html, text } = JSON.parse(readFileSync(content, "utf-8"));
const pool = nodemailer.createTransport({
  pool: true,
  host: "127.0.0.1",
  port: Number(port),
  ignoreTLS: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});
const began = process.hrtime.bigint();
let sent = 0;
await Promise.all(
  Array.from({ length: Number(messages) }, (_, number) =>
    pool
      .sendMail({
        from: '"Red Clima de ejemplo" <boletin@example.org>',
        to: `lectora${number}@example.org`,
        subject,
        html,
        text,
      })
      .then(() => {
        sent += 1;
      }),
  ),
);
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
pool.close();
console.log(JSON.stringify({ seconds, messages: sent }));
