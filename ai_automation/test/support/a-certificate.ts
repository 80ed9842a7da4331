import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const openssl = promisify(execFile);

/** Paths of PEM files. */
export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A CA, and a certificate it issued for a name such as `IP:127.0.0.1`. */
export async function aCertificate(folder: string, name: string): Promise<Certificate> {
  const file = (own: string): string => join(folder, own);
  const [authority, authorityKey] = [file("ca.pem"), file("ca.key")];
  const [certificate, key] = [file("server.pem"), file("server.key")];
  await openssl("openssl", [...NEW, "-subj", "/CN=Our authority", "-keyout", authorityKey, "-out", authority]);
  const names = ["-addext", `subjectAltName=${name}`, "-addext", "basicConstraints=critical,CA:FALSE"];
  const signedBy = ["-CA", authority, "-CAkey", authorityKey, ...names];
  await openssl("openssl", [...NEW, "-subj", "/CN=Our server", "-keyout", key, "-out", certificate, ...signedBy]);
  return { authority, certificate, key };
}

const NEW = ["req", "-x509", "-days", "2", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
