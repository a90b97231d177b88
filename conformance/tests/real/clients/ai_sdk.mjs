// What an ordinary program does with Vercel's AI SDK; it has no list of models.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany, generateText, jsonSchema, streamText } from "ai";

const provider = ({ baseURL, key }) =>
  createOpenAICompatible({ name: "relay", baseURL, apiKey: key });

const limits = ({ limit }) => ({
  maxRetries: 0,
  abortSignal: AbortSignal.timeout(limit * 1000),
});

const chat = (job, asked) =>
  generateText({ model: provider(job)(job.model), ...limits(job), ...asked });

const tools = ({ name, parameters }) => ({
  [name]: { inputSchema: jsonSchema(parameters) },
});

const calls = (made) =>
  made.map(({ toolCallId, toolName, input }) => [Boolean(toolCallId), toolName, input]);

async function streamed(job, asked) {
  const result = streamText({
    model: provider(job)(job.model),
    onError() {}, // it is thrown below
    ...limits(job),
    ...asked,
  });
  for await (const part of result.fullStream) {
    if (part.type === "error") throw part.error;
  }
  return result;
}

async function stream(job) {
  const result = await streamed(job, { messages: [job.say] });
  return [await result.finishReason, await result.text];
}

export const journeys = {
  async chat(job) {
    return (await chat(job, { messages: [job.say] })).text;
  },
  stream,
  "stream-helper": stream,
  async tools(job) {
    const asked = { messages: [job.ask], tools: tools(job.tool.function) };
    return calls((await chat(job, asked)).toolCalls);
  },
  async "stream-tools"(job) {
    const asked = { messages: [job.ask], tools: tools(job.tool.function) };
    const result = await streamed(job, asked);
    return [await result.finishReason, calls(await result.toolCalls)];
  },
  async embeddings(job) {
    const model = provider(job).embeddingModel(job.embedding_model);
    const made = await embedMany({ model, values: job.texts, ...limits(job) });
    return made.embeddings;
  },
  async "unknown-model"(job) {
    const model = provider(job)(job.unknown_model);
    return (await chat(job, { model, messages: [job.say] })).text;
  },
};
