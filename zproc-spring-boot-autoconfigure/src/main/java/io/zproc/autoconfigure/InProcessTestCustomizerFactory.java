package io.zproc.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Makes {@code zproc.mode=in-process} the default under Spring's test support, so that an
 * application's own tests neither fork nor slow down. Any other property source wins.
 */
final class InProcessTestCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configurations) {
		return new InProcessByDefault();
	}

	/**
	 * Equal to its like, so that test contexts are cached as ever.
	 */
	private record InProcessByDefault() implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource(TestSupport.PROPERTY_SOURCE, Map.of("zproc.mode", "in-process")));
		}

	}

}
