// What an ordinary program does with OpenAI's client for Node.
import OpenAI from "openai";

const client = ({ baseURL, key, limit }) =>
  new OpenAI({ baseURL, apiKey: key, maxRetries: 0, timeout: limit * 1000 });

const calls = (made) =>
  (made ?? []).map(({ id, function: { name, arguments: given } }) => [
    Boolean(id),
    name,
    JSON.parse(given),
  ]);

const chat = (job, asked) =>
  client(job).chat.completions.create({ model: job.model, ...asked });

async function gathered(job, asked) {
  const stream = client(job).chat.completions.stream({ model: job.model, ...asked });
  return (await stream.finalChatCompletion()).choices[0];
}

export const journeys = {
  async chat(job) {
    return (await chat(job, { messages: [job.say] })).choices[0].message.content;
  },
  async stream(job) {
    let said = "";
    for await (const chunk of await chat(job, { messages: [job.say], stream: true })) {
      said += chunk.choices[0].delta.content ?? "";
    }
    return said;
  },
  async "stream-helper"(job) {
    const choice = await gathered(job, { messages: [job.say] });
    return [choice.finish_reason, choice.message.content];
  },
  async tools(job) {
    const answer = await chat(job, { messages: [job.ask], tools: [job.tool] });
    return calls(answer.choices[0].message.tool_calls);
  },
  async "stream-tools"(job) {
    const choice = await gathered(job, { messages: [job.ask], tools: [job.tool] });
    return [choice.finish_reason, calls(choice.message.tool_calls)];
  },
  async embeddings(job) {
    const asked = { model: job.embedding_model, input: job.texts };
    const made = await client(job).embeddings.create(asked);
    return made.data.map((one) => one.embedding);
  },
  async models(job) {
    return (await client(job).models.list()).data.map((one) => one.id);
  },
  async "unknown-model"(job) {
    const asked = { model: job.unknown_model, messages: [job.say] };
    return (await chat(job, asked)).choices ?? null;
  },
};
