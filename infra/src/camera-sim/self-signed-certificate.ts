import { generate } from 'selfsigned';

/** A key and certificate made on the spot, as cameras have: nobody vouches for it. */
export async function selfSignedCertificate(host: string): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: host }], { keySize: 2048, algorithm: 'sha256' });
  return { key: made.private, cert: made.cert };
}
