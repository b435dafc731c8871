/** An HTTP request as the codecs see it: header names in lower case, the body read to its end. */
export interface HttpIn {
  method: string;
  /** As it stood on the request line, still percent-encoded, without the query. */
  path: string;
  /** As it stood on the request line, after the `?`. */
  rawQuery: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export interface HttpOut {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}
