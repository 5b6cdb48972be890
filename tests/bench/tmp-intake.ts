import { openPages } from '#label-printer/decoding/pages.ts';
import { readPage } from '#label-printer/intake/read-page.ts';
import { likelyRegions } from '#label-printer/intake/likely-regions.ts';
import { thumbnailOf } from '#label-printer/intake/thumbnail.ts';
import { docketOf, pilePdf, type PileSheet } from '#tests/support/piles.ts';
const cpu=()=>{const {user,system}=process.cpuUsage(); return (user+system)/1000;};
const kinds=(i:number):PileSheet=>([{cover:docketOf(1)},{stamp:docketOf(2)},{},{},{record:{}},{},{foreign:`EX${i}00001234`}] as PileSheet[])[i%10]??{};
const N=40;
const sheets=Array.from({length:N},(_, i)=>({...kinds(i), ...(i%10===7?{turn:180}:i%10===8?{turn:3}:{})}) as PileSheet);
const pdf=await pilePdf(sheets);
const t:Record<string,number[]>={};
for(let round=0;round<4;round++){
const pages=await openPages(pdf);
for(let i=0;i<N;i++){ const a=cpu(); const page=await pages.page(i); const b=cpu(); const l=likelyRegions(page.grey,page.dpi??200); const c=cpu(); const r=await readPage(page); const d=cpu(); const th=(i===0||r.codes.length)?await thumbnailOf(page.grey):null; const e=cpu();
 void th; if(round){ const k=Object.keys(sheets[i]!).join('+')||'text'; (t[k+' raster']??=[]).push(b-a); (t[k+' likely']??=[]).push(c-b); (t[k+' read n='+l.length+' codes='+r.codes.length]??=[]).push(d-c);(t[k+' thumb']??=[]).push(e-d); if(round===1&&i===0) console.log(page.grey.width,page.grey.height);} }
pages.close(); }
for(const k of Object.keys(t).sort()) { const v=t[k]!.sort((a,b)=>a-b); console.log(k.padEnd(36), v.length, 'p50', v[v.length>>1]!.toFixed(1),'mean',(v.reduce((s,x)=>s+x,0)/v.length).toFixed(1)); }
