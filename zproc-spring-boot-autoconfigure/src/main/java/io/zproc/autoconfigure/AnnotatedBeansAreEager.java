package io.zproc.autoconfigure;

import java.lang.annotation.Annotation;

import io.zproc.OnStateChange;
import io.zproc.ZProcWorker;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Keeps {@code spring.main.lazy-initialization} from beans that nobody asks for and that
 * work all the same: those with workers and watchers, and what starts them.
 */
final class AnnotatedBeansAreEager implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		Class<?> type = ClassUtils.getUserClass(beanType);
		return type == ZProcLifecycle.class || has(type, OnStateChange.class) || has(type, ZProcWorker.class);
	}

	private static boolean has(Class<?> type, Class<? extends Annotation> annotation) {
		return AnnotationUtils.isCandidateClass(type, annotation) && !MethodIntrospector
			.selectMethods(type,
					(MethodIntrospector.MetadataLookup<Boolean>) (
							method) -> AnnotatedElementUtils.hasAnnotation(method, annotation) ? Boolean.TRUE : null)
			.isEmpty();
	}

}
